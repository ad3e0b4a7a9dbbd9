import { qrSquares } from "./qr.ts";
import { type Block, type Document, langOf, plain, type Text } from "./document.ts";

/** A document as a page or a file shows it: plain elements only. */
export function DocumentView({ document: { title, blocks, locale } }: { document: Document }) {
  return (
    <article className="document" lang={locale}>
      <h1>{title}</h1>
      {blocks.map((block, at) => (
        <BlockView key={at} block={block} />
      ))}
    </article>
  );
}

function BlockView({ block }: { block: Block }) {
  if (block.kind === "heading")
    return block.level === 2 ? (
      <h2>
        <Words text={block.text} />
      </h2>
    ) : (
      <h3>
        <Words text={block.text} />
      </h3>
    );
  if (block.kind === "paragraph")
    return (
      <p className={block.tone && tones[block.tone]}>
        <Words text={block.text} />
      </p>
    );
  if (block.kind === "list")
    return (
      <ul>
        {block.items.map((item, at) => (
          <li key={at}>
            <Words text={item} />
          </li>
        ))}
      </ul>
    );
  if (block.kind === "facts")
    return (
      <dl className="terms">
        {block.entries.map(({ term, value }) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>
              <Words text={value} />
            </dd>
          </div>
        ))}
      </dl>
    );
  if (block.kind === "qr") return <Qr {...block} />;
  return <TableView {...block} />;
}

/** Dark squares on white, with the quiet margin that readers want. */
function Qr({ text, alt }: { text: string; alt: string }) {
  const { size, dark } = qrSquares(text);
  return (
    <svg
      role="img"
      aria-label={alt}
      width="160"
      height="160"
      viewBox={`-4 -4 ${size + 8} ${size + 8}`}
      shapeRendering="crispEdges"
    >
      <rect x="-4" y="-4" width={size + 8} height={size + 8} fill="#fff" />
      <path d={dark.map(([x, y]) => `M${x} ${y}h1v1h-1z`).join("")} fill="#000" />
    </svg>
  );
}

const tones = { soft: "soft", strong: "strong", code: "mono" };

function TableView({ caption, captioned, columns, rows }: Extract<Block, { kind: "table" }>) {
  const side = (at: number) => (columns[at]?.align === "end" ? "number" : undefined);
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption className={captioned === false ? "hidden-visually" : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ header }, at) => (
              <th key={at} scope="col" className={side(at)}>
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([head = "", ...cells], at) => (
            <tr key={at}>
              <th scope="row" className={side(0)}>
                <Words text={head} />
              </th>
              {cells.map((cell, column) => (
                <td key={column} className={side(column + 1)}>
                  <Words text={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Words({ text }: { text: Text }) {
  const lang = langOf(text);
  return lang ? <span lang={lang}>{plain(text)}</span> : <>{plain(text)}</>;
}
