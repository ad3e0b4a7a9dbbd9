import { Link } from "@remix-run/react";
import { useTranslations } from "use-intl";

type Person = {
  id: string;
  name: string;
  surname: string;
  email: string;
  staffNumber: string | null;
  unit: string;
  director: boolean;
  active: boolean;
  isAdministrator: boolean;
  hasPassword: boolean;
};

/** People in rows, each leading to the person's page. */
export function PeopleTable({ people, caption }: { people: Person[]; caption: string }) {
  const t = useTranslations("admin");
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <thead>
          <tr>
            {(["surname", "name", "email", "staffNumber", "unit", "state"] as const).map(
              (column) => (
                <th key={column} scope="col">
                  {t(`column.${column}`)}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.id}>
              <th scope="row">
                <Link to={`/area/admin/people/${person.id}`}>{person.surname}</Link>
              </th>
              <td>{person.name}</td>
              <td>{person.email}</td>
              <td>{person.staffNumber}</td>
              <td>{person.unit}</td>
              <td>
                <PersonState {...person} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** In a word or two: active or not, invited or not, administrator. */
export function PersonState({
  active,
  hasPassword,
  isAdministrator,
  director,
  isInvited = false,
}: Pick<Person, "active" | "hasPassword" | "isAdministrator" | "director"> & {
  isInvited?: boolean;
}) {
  const t = useTranslations("admin");
  const words = [
    !active
      ? t("state.inactive")
      : hasPassword
        ? t("state.active")
        : isInvited
          ? t("state.invited")
          : t("state.noPassword"),
    isAdministrator && t("state.administrator"),
    director && t("column.director").toLowerCase(),
  ];
  return <>{words.filter(Boolean).join(", ")}</>;
}
