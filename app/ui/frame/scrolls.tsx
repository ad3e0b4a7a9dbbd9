import {
  type HTMLAttributes,
  type ReactNode,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from "react";

type More = { right: boolean; below: boolean };

const none: More = { right: false, below: false };

/**
 * Whether there is more of an element than one sees, to the right and below; nothing before the
 * page is alive. `of`: what it shows.
 */
export function useMore(region: RefObject<HTMLElement | null>, of?: unknown): More {
  const [more, setMore] = useState<More>(none);
  useEffect(() => {
    const element = region.current;
    if (!element) return;
    const look = () => {
      const right = element.scrollWidth - element.clientWidth - element.scrollLeft > 2;
      const below = element.scrollHeight - element.clientHeight - element.scrollTop > 2;
      setMore((before) =>
        before.right === right && before.below === below ? before : { right, below },
      );
    };
    look();
    element.addEventListener("scroll", look, { passive: true });
    const sizes = new ResizeObserver(look);
    for (const each of [element, ...element.children]) sizes.observe(each);
    return () => {
      element.removeEventListener("scroll", look);
      sizes.disconnect();
    };
  }, [region, of]);
  return more;
}

type Props = HTMLAttributes<HTMLDivElement> & {
  /** said above, as long as it goes on to the right */ goesOn: ReactNode;
  children: ReactNode;
};

/**
 * A wide table in a region of its own: a shadow at an edge, and words, say that there is more
 * beyond it.
 */
export function Scrolls({ goesOn, className = "", children, ...region }: Props) {
  const inner = useRef<HTMLDivElement>(null);
  const { right, below } = useMore(inner);
  return (
    <div>
      <p className="goes-on" data-on={right}>
        {goesOn} <span aria-hidden>→</span>
      </p>
      <div className="scrolls" data-right={right} data-below={below}>
        <div {...region} ref={inner} className={`scroll ${className}`} tabIndex={0} role="region">
          {children}
        </div>
      </div>
    </div>
  );
}
