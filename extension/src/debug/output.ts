import type { OutputStream } from "../protocol/generated.ts";
import type { FrameMapper, MappedLine } from "./frames.ts";

export interface OutputPiece extends MappedLine {
  stream: OutputStream;
}

interface Tail {
  stream: OutputStream;
  decoder: InstanceType<typeof TextDecoder>;
  /** Text after the last end of line. */
  text: string;
}

/** How long an unfinished line waits for its rest, milliseconds: a prompt must show, a split line should not. */
const partialLineMs = 20;

/** Turns what processes write, in pieces cut anywhere, into text with whole characters and whole lines. */
export class OutputAssembler {
  private readonly tails = new Map<string, Tail>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly frames: FrameMapper,
    private readonly emit: (piece: OutputPiece) => void,
  ) {}

  /** @param data base64 */
  write(pid: number, stream: OutputStream, data: string): void {
    const tail = this.tail(pid, stream);
    const text = tail.text + tail.decoder.decode(Buffer.from(data, "base64"), { stream: true });
    const end = text.lastIndexOf("\n") + 1;
    tail.text = text.slice(end);
    this.emitLines(stream, text.slice(0, end));
    if (tail.text && !this.timer) this.timer = setTimeout(() => this.emitTails(), partialLineMs);
  }

  /** Everything that is left, incomplete characters included. */
  flush(): void {
    for (const tail of this.tails.values()) tail.text += tail.decoder.decode();
    this.emitTails();
    this.tails.clear();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.tails.clear();
  }

  private emitTails(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const tail of this.tails.values()) {
      const text = tail.text;
      tail.text = "";
      this.emitLines(tail.stream, text);
    }
  }

  /** One piece for many lines, but a piece of its own for each line that has a place. */
  private emitLines(stream: OutputStream, text: string): void {
    let plain = "";
    for (const line of text.split(/(?<=\n)/)) {
      const mapped = this.frames.map(line);
      if (!mapped.place) {
        plain += mapped.text;
        continue;
      }
      if (plain) this.emit({ stream, text: plain });
      plain = "";
      this.emit({ stream, ...mapped });
    }
    if (plain) this.emit({ stream, text: plain });
  }

  private tail(pid: number, stream: OutputStream): Tail {
    const key = `${pid} ${stream}`;
    let tail = this.tails.get(key);
    if (!tail) {
      tail = { decoder: new TextDecoder(), text: "", stream };
      this.tails.set(key, tail);
    }
    return tail;
  }
}
