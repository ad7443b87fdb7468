import { posix, win32 } from "node:path";
import { GUEST_ROOT } from "../ids.ts";

/** A place in a file of the host that a line of output names; lines and columns from 1. */
export interface SourcePlace {
  path: string;
  line: number;
  column?: number;
}

export interface MappedLine {
  text: string;
  /** Set when VS Code would find no link with a line number in the text itself. */
  place?: SourcePlace;
}

/** `/workspace/a.js:3:5` and `file:///workspace/a.mjs:3:5`, as Node.js writes places. */
const nodePlace = new RegExp(
  `(?<![\\w./-])(file://)?${GUEST_ROOT}/([^:"'<>|\\u0000-\\u001f]+):(\\d+)(?::(\\d+))?`,
  "g",
);

/** `File "/workspace/a.py", line 3`, as Python writes them. */
const pythonPlace = new RegExp(`File "${GUEST_ROOT}/([^"\\u0000-\\u001f]+)", line (\\d+)`, "g");

/** What VS Code finds as a link in the debug console of every version that is supported. */
const linkable = /^\.[\w./-]+$/;

/**
 * Makes places that a program names clickable. Paths below the folder that VS Code has open are written relative to
 * it, since only these are found when VS Code runs in a browser or against another machine; others as paths of the host.
 */
export class FrameMapper {
  private readonly path: typeof posix;

  /**
   * @param folder what the program sees as /workspace.
   * @param openFolder the workspace folder of the debug session.
   */
  constructor(
    private readonly folder: string,
    private readonly openFolder: string | undefined,
    platform: NodeJS.Platform = process.platform,
  ) {
    this.path = platform === "win32" ? win32 : posix;
  }

  /** @param text one line, with or without its end. */
  map(text: string): MappedLine {
    if (!text.includes(`${GUEST_ROOT}/`)) return { text };
    let place: SourcePlace | undefined;
    const note = (path: string, shown: string, line: string, column: string | undefined, hasLine: boolean): void => {
      if (place || (hasLine && linkable.test(shown))) return;
      place = { path, line: Number(line), ...(column === undefined ? {} : { column: Number(column) }) };
    };
    const mapped = text
      .replace(nodePlace, (_, scheme: string | undefined, guest: string, line: string, column: string | undefined) => {
        const path = this.hostPath(scheme ? decode(guest) : guest);
        const shown = this.shownPath(path);
        note(path, shown, line, column, true);
        return `${shown}:${line}${column === undefined ? "" : `:${column}`}`;
      })
      .replace(pythonPlace, (_, guest: string, line: string) => {
        const path = this.hostPath(guest);
        const shown = this.shownPath(path);
        note(path, shown, line, undefined, false);
        return `File "${shown}", line ${line}`;
      });
    return place ? { text: mapped, place } : { text: mapped };
  }

  private hostPath(guest: string): string {
    return this.path.join(this.folder, ...guest.split("/"));
  }

  private shownPath(path: string): string {
    if (this.openFolder === undefined) return path;
    const relative = this.path.relative(this.openFolder, path);
    if (relative.startsWith("..") || this.path.isAbsolute(relative)) return path;
    return `.${this.path.sep}${relative}`;
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
