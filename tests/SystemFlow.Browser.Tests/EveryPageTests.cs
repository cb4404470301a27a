using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SystemFlow.Browser.Tests;

/// <summary>What holds for every page, while simulated life runs so that the pages are full.</summary>
public sealed class EveryPageTests(Chromium chromium, LivingFlow living) : IClassFixture<LivingFlow>, IAsyncDisposable
{
    private const string Unknown = "places/NOWHERE";
    private const string SignIn = "sign-in";

    public static TheoryData<string> Pages =>
    [
        "", "?at=2020-01-01T00:00Z", "places/RWH01", "places/RY409", "places/loc-stevenage", "places/RWH", "places/board-enh", "places/hwe",
        "metrics", "feeds", "feeds?days=14", "feeds/simulator", "feeds/kit", "feeds/kit?place=loc-dacorum", "feeds/check", "keys", "entry", "entry/RY424",
        "rules", "rules/pressure", "rules/alerts", "rules/backtest", "rota", "alerts", "alerts?phase=pending",
        "alerts/load", "my", "my?lead=site-lister-day", Unknown,
    ];

    /// <summary>Those, and the one that is a plain form without script.</summary>
    public static TheoryData<string> PagesAndSignIn => [.. Pages.Select(row => row.Data), SignIn];

    public ValueTask DisposeAsync() => chromium.CloseAllAsync();

    [Theory]
    [MemberData(nameof(PagesAndSignIn))]
    public async Task Page_CheckedByAxe_HasNothingSerious(string path)
    {
        var page = await OpenAsync(path);

        Assert.Empty(await page.SeriousFaultsAsync());
    }

    [Theory]
    [MemberData(nameof(PagesAndSignIn))]
    public async Task Page_OnAPhone_DoesNotScrollSideways(string path)
    {
        var page = await OpenAsync(path, width: 390);

        var (wide, room) = (
            await page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth"),
            await page.EvaluateAsync<int>("() => window.innerWidth"));

        Assert.Equal(390, room);
        Assert.True(wide <= room, $"{wide} px wide");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_Live_AsksNoOtherHostAndReportsNoError(string path)
    {
        var page = await chromium.BlankAsync();
        List<string> hosts = [], errors = [];
        page.Request += (_, request) => hosts.Add(request.Url);
        page.WebSocket += (_, socket) => hosts.Add(socket.Url);
        page.PageError += (_, error) => errors.Add(error);
        page.Console += (_, said) => errors.AddRange(said.Type == "error" && !IsOwn404(said) ? [said.Text] : []);

        await page.GotoAsync(new Uri(living.Flow.Address, path).ToString());
        await page.IsLiveAsync();

        Assert.All(hosts.Where(url => !url.StartsWith("data:", StringComparison.Ordinal)), url => Assert.Equal("127.0.0.1", new Uri(url).Host));
        Assert.Contains(hosts, url => url.StartsWith("ws:", StringComparison.Ordinal));
        Assert.Empty(errors);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_FirstTab_SkipsToTheFigures(string path)
    {
        var page = await OpenAsync(path);

        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator(".flow-skip")).ToBeFocusedAsync();
        await Expect(page.Locator(".flow-skip")).ToBeInViewportAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("main")).ToBeFocusedAsync();
    }

    // The browser itself reports the status of the page that does not exist.
    private static bool IsOwn404(IConsoleMessage said) =>
        said.Location.Contains(Unknown, StringComparison.Ordinal) && said.Text.Contains("404", StringComparison.Ordinal);

    private async Task<IPage> OpenAsync(string path, int width = 1440)
    {
        var page = await chromium.OpenAsync(living.Flow.Address, path, width);
        if (path != SignIn) await page.IsLiveAsync();
        return page;
    }
}

/// <summary>The app with its simulator.</summary>
public sealed class LivingFlow(Chromium chromium) : IAsyncLifetime
{
    private FlowProcess? _flow;

    public FlowProcess Flow => _flow ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync()
    {
        _flow = await FlowProcess.StartAsync(TestContext.Current.CancellationToken);
        if (!chromium.IsThere) return;
        var page = await chromium.OpenAsync(_flow.Address);
        await Expect(page.FigureInTable("RWH01", "ed.in-department")).Not.ToContainTextAsync("No data", new() { Timeout = 30_000 });
        await chromium.CloseAllAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_flow is not null) await _flow.DisposeAsync();
    }
}
