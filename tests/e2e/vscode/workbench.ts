import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { required } from "../support/environment.ts";

/** VS Code's window: what a person sees and does in it. */
export class Workbench {
  private constructor(
    private readonly browser: Browser,
    readonly page: Page,
  ) {}

  /** Opens a folder and waits until the window is ready. */
  static async open(origin: string, folder: string): Promise<Workbench> {
    const browser = await chromium.launch({
      executablePath: required("CHROMIUM"),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 });
    page.setDefaultTimeout(30_000);
    await page.goto(`${origin}/?folder=${encodeURI(folder)}`);
    await page.locator(".explorer-folders-view .monaco-list-row").first().waitFor({ timeout: 90_000 });
    return new Workbench(browser, page);
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  /** Runs a command by its title from the command palette. */
  async command(title: string): Promise<void> {
    // A palette that opens before an extension has registered its commands never shows them: open it again.
    for (let attempt = 0; attempt < 20; attempt++) {
      await this.page.keyboard.press("F1");
      await this.quickInput.waitFor();
      await this.quickInput.fill(`>${title}`);
      const row = this.pick(title);
      if (await appears(row, 1500)) {
        await row.click();
        return;
      }
      await this.page.keyboard.press("Escape");
    }
    throw new Error(`The command palette does not offer '${title}'.`);
  }

  /** The text field of a quick pick or the palette. */
  get quickInput(): Locator {
    return this.page.locator(".quick-input-widget:visible input").first();
  }

  /** A row of the open quick pick. */
  pick(text: string | RegExp): Locator {
    return this.page.locator(".quick-input-list .monaco-list-row").filter({ hasText: text }).first();
  }

  /** An item of the status bar. */
  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator(".statusbar-item").filter({ hasText: text }).first();
  }

  /** A notification at the lower right. */
  notification(text: string | RegExp): Locator {
    return this.page.locator(".notification-toast").filter({ hasText: text }).first();
  }

  /** The view container of this title in the activity bar. */
  activity(title: string): Locator {
    return this.page
      .locator(`.activitybar [role="tab"][aria-label^="${title}"], .activitybar .action-label[aria-label^="${title}"]`)
      .first();
  }

  /** A view (a section of the side bar) by its title. */
  view(title: string): Locator {
    return this.page
      .locator(".split-view-view .pane")
      .filter({ has: this.page.locator(".pane-header", { hasText: title }) })
      .first();
  }

  /** A row of a tree view. */
  treeRow(view: string, text: string | RegExp): Locator {
    return this.view(view).locator(".monaco-list-row").filter({ hasText: text }).first();
  }

  /** An action shown on a tree row while the pointer is on it. */
  async rowAction(row: Locator, action: string): Promise<void> {
    await row.hover();
    await row.locator(`.action-label[aria-label^="${action}"]`).click();
  }

  /** A line of the debug console. */
  consoleLine(text: string | RegExp): Locator {
    return this.page.locator(".repl .monaco-list-row").filter({ hasText: text }).first();
  }

  /** Shows the first lines of the debug console, which has only those in the page that are in sight. */
  async scrollConsoleToTop(): Promise<void> {
    await this.page.locator(".repl .monaco-list").hover();
    const first = this.page.locator('.repl .monaco-list-row[data-index="0"]');
    for (let attempt = 0; attempt < 20; attempt++) {
      await this.page.mouse.wheel(0, -10_000);
      if (await appears(first, 500)) return;
    }
    throw new Error("The debug console does not scroll to its first line.");
  }

  /** Follows a link in a line of the debug console, as a click with Control held does. */
  async followConsoleLink(text: RegExp): Promise<void> {
    await this.page
      .locator(".repl a")
      .filter({ hasText: text })
      .first()
      .click({ modifiers: ["Control"] });
  }

  /** Presses F5, and picks a debugger where VS Code asks for one. */
  async startDebugging(debuggerName: string): Promise<void> {
    await this.page.keyboard.press("F5");
    if (await appears(this.pick(debuggerName), 3000)) await this.pick(debuggerName).click();
  }

  /** Opens a file of the workspace in an editor, by a part of its name. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press("Control+P");
    await this.quickInput.waitFor();
    await this.quickInput.fill(name);
    await this.pick(name).click();
    await this.page.locator(".tab.active").filter({ hasText: name }).waitFor();
    await this.page.locator(".monaco-editor .view-line").first().waitFor();
  }

  /** Replaces the whole text of the active editor by typing, and saves it. */
  async replaceTextAndSave(text: string): Promise<void> {
    await this.page.locator(".editor-group-container.active .monaco-editor").first().click();
    await this.page.keyboard.press("Control+A");
    await this.page.keyboard.insertText(text);
    await this.page.locator(".tab.active.dirty").waitFor();
    await this.page.keyboard.press("Control+S");
    await this.page.locator(".tab.active:not(.dirty)").waitFor();
  }

  /** The title of the active editor and the number of the line its cursor is in. */
  async cursor(): Promise<{ file: string; line: number }> {
    const file = (await this.page.locator(".tab.active").first().getAttribute("data-resource-name")) ?? "";
    const position = (await this.page.locator("#status\\.editor\\.selection").textContent()) ?? "";
    return { file, line: Number(/Ln (\d+)/.exec(position)?.[1]) };
  }
}

/** Whether an element shows up within a time in milliseconds. */
export async function appears(locator: Locator, timeout: number): Promise<boolean> {
  return locator.waitFor({ timeout }).then(
    () => true,
    () => false,
  );
}
