// The farm's pages as people use them.

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using RustKernel.Farm.Tests;
using RustKernel.Hil.Farm;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace RustKernel.Browser.EndToEnd.Tests;

[Trait("Run", "hil")]
public sealed class PageTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private const float Patience = 60_000;
    private static readonly CancellationToken s_never = CancellationToken.None;
    private readonly string _folder = Directory.CreateTempSubdirectory("rk-farm-pages").FullName;
    private readonly PretendedBoards _boards = new();
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<string> _complaints = [];
    private CoordinatorProcess _coordinator = null!;
    private FarmClient _client = null!;
    private Task _agent = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        SetDefaultExpectTimeout(Patience);
        _coordinator = new CoordinatorProcess(Path.Combine(_folder, "farm.db"));
        _client = _coordinator.Client();
        HostAnnouncement host = new(
            "desk",
            FarmProtocol.Version,
            "test",
            [new BoardAnnouncement("pi-1", "rpi4", "lab", "a Raspberry Pi 4", ["camera", "ram=4G"])]);
        FarmAgent agent = new(
            _client,
            host,
            _boards,
            FarmTimes.Default,
            TimeProvider.System,
            Path.Combine(_folder, "agent"),
            _ => { });
        _agent = Task.Run(() => agent.RunAsync(_end.Token));
        await Waiting.UntilAsync(async () => (await _client.BoardsAsync(s_never)).Count == 1);
    }

    public async Task DisposeAsync()
    {
        await _end.CancelAsync();
        await _agent;
        _client.Dispose();
        _coordinator.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_run_is_watched_live_through_a_lost_line_and_cancelled()
    {
        await using IBrowserContext context = await NewAsync(1280);
        IPage page = await context.NewPageAsync();
        Listen(page);
        await page.GotoAsync($"{_coordinator.Address}");
        await Expect(page.GetByText("Nothing waits.")).ToBeVisibleAsync();
        long job = await SubmitAsync();
        PretendedRun run = _boards.Next();
        // The page updates by itself.
        await page.GetByRole(AriaRole.Link, new() { Name = $"job {job}" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = $"run {run.Assignment.Run}" }).ClickAsync();
        await Expect(page.Locator("#terminal [role=status]")).ToHaveTextAsync("live");
        run.Send("\u001b[32mone\u001b[0m line\r\n\u001b]0;evil title\u0007\u001b]52;c;aGk=\u0007");
        run.Send("\u001b]8;;http://evil.example\u0007a link\u001b]8;;\u0007\r\n");
        ILocator rows = page.Locator(".xterm-rows");
        await Expect(rows).ToContainTextAsync("one line");
        await Expect(rows).ToContainTextAsync("a link");
        Assert.Equal($"Run {run.Assignment.Run} · farm", await page.TitleAsync());

        // A page of 1280 pixels has room for a line of 100 letters.
        string wide = new('w', 100);
        run.Send(wide + "\r\n");
        await Expect(rows.Locator("> div", new() { HasText = wide })).ToHaveCountAsync(1);
        _coordinator.Kill();
        await Expect(page.Locator("#terminal [role=status]")).ToHaveTextAsync("the line is lost; trying again");
        run.Send("two while it was down\r\n");
        _coordinator.Start();
        await Expect(rows).ToContainTextAsync("two while it was down");
        // No one answered during the outage.
        _complaints.Clear();
        run.Send("three\r\n");
        await Expect(rows).ToContainTextAsync("three");
        // Once each, in the terminal and as text.
        string text = await rows.InnerTextAsync();
        Assert.Equal(1, text.Split("one line").Length - 1);
        Assert.Equal(1, text.Split("two while").Length - 1);
        await Expect(page.Locator("ol.console li", new() { HasText = "two while it was down" })).ToHaveCountAsync(1);
        await PictureAsync(page, "run-live");
        await page.GotoAsync($"{_coordinator.Address}jobs/{job}");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Cancel job {job}" }).ClickAsync();
        await run.Stopped.WaitAsync(TimeSpan.FromMinutes(2));
        await Expect(page.Locator("main p").First).ToContainTextAsync("cancelled by a person");
        await Expect(page.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await page.GotoAsync($"{_coordinator.Address}runs/{run.Assignment.Run}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open the terminal" }).ClickAsync();
        await Expect(page.Locator("#terminal [role=status]")).ToContainTextAsync("the run has ended");
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task A_board_that_fails_is_seen_to_be_taken_out_and_is_reserved()
    {
        await using IBrowserContext context = await NewAsync(1280);
        IPage page = await context.NewPageAsync();
        Listen(page);
        await page.GotoAsync($"{_coordinator.Address}");
        for (int number = 0; number < 3; number++)
        {
            await SubmitAsync();
            _boards.Next().End("infrastructure");
        }

        ILocator row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "pi-1" }).First;
        await Expect(row).ToContainTextAsync("3 runs in a row failed by the rig");
        await Expect(row.Locator(".state-bad")).ToContainTextAsync("bad");
        await PictureAsync(page, "overview-bad");
        await row.GetByRole(AriaRole.Link, new() { Name = "pi-1" }).ClickAsync();
        await Expect(page.GetByText("The farm checks it by itself")).ToBeVisibleAsync();
        await page.GetByLabel("Your name").FillAsync("ann");
        await page.GetByLabel("What for").FillAsync("new power supply");
        await page.GetByRole(AriaRole.Button, new() { Name = "Reserve pi-1" }).ClickAsync();
        await Expect(page.GetByText("Reserved by ann until")).ToContainTextAsync("new power supply");
        await PictureAsync(page, "board-reserved");
        await page.GetByRole(AriaRole.Button, new() { Name = "Release pi-1" }).ClickAsync();
        await Expect(page.GetByText("Reserved by ann until")).ToHaveCountAsync(0);
        Assert.Empty(_complaints);
    }

    [Theory]
    [InlineData(1280, false)]
    [InlineData(1280, true)]
    [InlineData(360, false)]
    [InlineData(360, true)]
    public async Task Every_page_is_accessible_and_fits(int width, bool isDark)
    {
        PretendedRun run = await FillAsync();
        await using IBrowserContext context = await NewAsync(width, isDark);
        IPage page = await context.NewPageAsync();
        Listen(page);
        long past = (await _client.HistoryAsync(new HistoryQuery("pi-1", "", "", "", 1), s_never))[0].Id;
        string[] paths =
        [
            "", "boards/pi-1", $"jobs/{run.Assignment.Job}", $"runs/{run.Assignment.Run}", "history", $"history/{past}", "matrix",
            "boards/pi-1/trends", "boards/pi-1/metric?name=boot.ms", "audit", "schedules", "rounds/1", "login",
        ];
        List<string> broken = [];
        foreach (string path in paths)
        {
            await page.GotoAsync($"{_coordinator.Address}{path}");
            await ShownAsync(page, path);
            AxeResult axe = await page.RunAxe();
            broken.AddRange(axe.Violations.Select(violation => $"/{path}: {violation.Id}: {violation.Help}: "
                + string.Join("; ", violation.Nodes.Take(3).Select(node => node.Html))));
            if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") > 0)
            {
                broken.Add($"/{path}: is wider than {width} px");
            }

            string name = string.Concat(path.Select(letter => char.IsLetterOrDigit(letter) ? letter : '-'));
            await PictureAsync(page, $"{width}-{(isDark ? "dark" : "light")}-{name}");
        }

        Assert.True(broken.Count == 0, string.Join('\n', broken));
        Assert.Empty(_complaints);
        run.End("pass");
    }

    [Fact]
    public async Task Keys_reach_everything_and_lead_out_of_the_terminal()
    {
        PretendedRun run = await FillAsync();
        await using IBrowserContext context = await NewAsync(1280);
        IPage page = await context.NewPageAsync();
        await page.GotoAsync($"{_coordinator.Address}runs/{run.Assignment.Run}");
        await Expect(page.Locator(".xterm-rows")).ToContainTextAsync("booting");
        HashSet<string> reached = [];
        for (int press = 0; press < 40 && !reached.Contains("line"); press++)
        {
            await page.Keyboard.PressAsync("Tab");
            reached.Add(await page.EvaluateAsync<string>(
                "(at => at.classList.contains('xterm-helper-textarea') ? 'terminal' : at.closest('.console') ? 'line' : "
                    + "at.textContent.trim())(document.activeElement)"));
        }

        Assert.Contains("Skip to content", reached);
        Assert.Contains("pi-1", reached);
        Assert.Contains("terminal", reached);
        Assert.Contains("line", reached);
        await page.GotoAsync($"{_coordinator.Address}jobs/{run.Assignment.Job}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel job" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await run.Stopped.WaitAsync(TimeSpan.FromMinutes(2));
    }

    /// <summary>From another machine, only by keyboard: a wrong password, the right one, out again; accessible at each step.</summary>
    [Fact]
    public async Task People_log_in_and_out_by_keyboard()
    {
        await _client.SetAccountAsync(new AccountRequest("ann", FarmRole.Submitter, ["radio"], "correct horse"), s_never);
        await _client.SetGroupsAsync("pi-1", new GroupRequest(["radio"], "root"), s_never);
        await using IBrowserContext context = await chromium.Browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = 360, Height = 900 },
            ExtraHTTPHeaders = new Dictionary<string, string> { ["X-Forwarded-For"] = "203.0.113.9" },
        });
        IPage page = await context.NewPageAsync();
        page.SetDefaultTimeout(Patience);
        await page.GotoAsync($"{_coordinator.Address}boards/pi-1");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Log in" })).ToBeVisibleAsync();
        Assert.Empty((await page.RunAxe()).Violations);
        foreach (string password in new[] { "wrong horse", "correct horse" })
        {
            await page.GetByLabel("Name").FocusAsync();
            await page.Keyboard.TypeAsync("ann");
            await page.Keyboard.PressAsync("Tab");
            await page.Keyboard.TypeAsync(password);
            await page.Keyboard.PressAsync("Enter");
            if (password.StartsWith("wrong", StringComparison.Ordinal))
            {
                await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("No account has this name and password.");
                Assert.Empty((await page.RunAxe()).Violations);
                await PictureAsync(page, "login-wrong");
            }
        }

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Board pi-1" })).ToBeVisibleAsync();
        await Expect(page.GetByText("ann, submitter")).ToBeVisibleAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("radio");
        Assert.Empty((await page.RunAxe()).Violations);
        await PictureAsync(page, "logged-in");
        // A form of the page is hers: the board is reserved in her name.
        await page.GetByRole(AriaRole.Button, new() { Name = "Reserve pi-1" }).ClickAsync();
        await Expect(page.GetByText("Reserved by ann until")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Log in" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Without_script_everything_can_be_read()
    {
        PretendedRun run = await FillAsync();
        await using IBrowserContext context = await chromium.Browser.NewContextAsync(new() { JavaScriptEnabled = false });
        IPage page = await context.NewPageAsync();
        await page.GotoAsync($"{_coordinator.Address}runs/{run.Assignment.Run}");
        await Expect(page.Locator("ol.console")).ToContainTextAsync("booting");
        await Expect(page.Locator("#terminal")).ToBeHiddenAsync();
        await Expect(page.GetByRole(AriaRole.Row)).ToContainTextAsync(["After", "power on, by test", "booting"]);
        await page.GotoAsync($"{_coordinator.Address}boards/pi-1/metric?name=boot.ms");
        await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(25);
        await Expect(page.Locator("main")).ToContainTextAsync("100 → 120, +20.0 %");
        run.End("pass");
    }

    private Task<IBrowserContext> NewAsync(int width, bool isDark = false) => chromium.Browser.NewContextAsync(new()
    {
        ViewportSize = new() { Width = width, Height = 900 },
        ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
    });

    /// <summary>The browser's complaints: scripts that fail, and what the page's own policy forbids.</summary>
    private void Listen(IPage page)
    {
        page.SetDefaultTimeout(Patience);
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Enqueue(message.Text);
            }
        };
    }

    private static async Task ShownAsync(IPage page, string path)
    {
        if (path.StartsWith("runs/", StringComparison.Ordinal))
        {
            await Expect(page.Locator(".xterm-rows")).ToContainTextAsync("booting");
        }
        else if (path.Contains("/trends", StringComparison.Ordinal) || path.Contains("/metric", StringComparison.Ordinal))
        {
            await Expect(page.Locator(".chart canvas").First).ToBeVisibleAsync();
        }
    }

    private static Task PictureAsync(IPage page, string name)
        => page.ScreenshotAsync(new() { Path = Path.Combine(Chromium.Pictures, name + ".png"), FullPage = true });

    private static JobRequest Job() => new("", "", [], "boot", "", 50, 0, 0, 0, "ann");

    private Task<long> SubmitAsync() => _client.SubmitAsync(Job(), s_never);

    /// <summary>A schedule whose time is now.</summary>
    private async Task BeginRoundAsync()
    {
        await _client.AddScheduleAsync(new ScheduleRequest("nightly", "0 2 * * *", "UTC", true, Job()), s_never);
        using (SqliteConnection connection = new($"Data Source={Path.Combine(_folder, "farm.db")};Pooling=False;Default Timeout=60"))
        {
            await connection.OpenAsync();
            using SqliteCommand command = new("UPDATE schedule SET next = next - 86400000", connection);
            await command.ExecuteNonQueryAsync();
        }

        await Waiting.UntilAsync(async () => (await _client.SchedulesAsync(s_never))[0].Round == 1);
    }

    /// <summary>Fills the farm with a past whose metric moved, a job that waits and one that runs, which is returned.</summary>
    private async Task<PretendedRun> FillAsync()
    {
        PastRun[] past = [.. Enumerable.Range(0, 24)
            .Select(number => RunRecord.Empty(1_790_000_000_000 + (number * 3_600_000L), "boot") with
            {
                Build = $"{0xabcd00 + (number / 2):x}",
                FailedTests = number == 7 ? ["boot.one"] : [],
                Metrics = [new Measurement("boot.ms", number < 16 ? 100 : 120, "ms"), new Measurement("image.bytes", 3_900_000, "bytes")],
                Files = [new UsedFile("image", new string('a', 64), 3_900_000)],
            })
            .Select(record => new PastRun(0, 0, "pi-1", "rpi4", "desk", "pass", "12 passed", "Shell", record))];
        await _client.ImportAsync(past, s_never);
        await SubmitAsync();
        PretendedRun run = _boards.Next();
        run.Write("""{"t":0,"kind":"power","state":"on","by":"test"}""" + "\n");
        run.Write("""{"t":90000000,"kind":"state","state":"booting"}""" + "\n");
        run.Send("\u001b[1mRustKernel\u001b[0m booting\r\n\u001b[38;2;90;200;120mok\u001b[0m 1 - timer\r\n\u001b[1;31mred\u001b[0m"
            + "\u001b[32mgreen\u001b[33myellow\u001b[35mpurple\u001b[96mcyan\u001b[39m\u001b[K plain\r\n");
        await BeginRoundAsync();
        await Waiting.UntilAsync(async () => (await _client.JobAsync(run.Assignment.Job, s_never)).Runs[0].LogBytes > 0);
        return run;
    }
}
