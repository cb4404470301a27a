using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SystemFlow.Browser.Tests;

/// <summary>What holds for every page, while simulated life runs so that the pages are full.</summary>
public sealed class EveryPageTests(Chromium chromium, LivingFlow living) : IClassFixture<LivingFlow>, IAsyncDisposable
{
    private const string Unknown = "places/NOWHERE";

    public static TheoryData<string> Pages =>
    [
        "", "?at=2020-01-01T00:00Z", "places/RWH01", "places/RY409", "places/loc-stevenage", "places/RWH", "places/board-enh", "places/hwe",
        "metrics", "metrics?q=beds", "feeds", "feeds?days=14", "feeds/simulator", "feeds/kit", "feeds/kit?place=loc-dacorum", "feeds/check", "entry", "entry/RY424",
        "rules", "rules/pressure", "rules/alerts", "rules/actions", "rules/backtest", "rota", "alerts", "alerts?phase=pending",
        "alerts/load", "flow", "flow?place=RWH01", "dtoc", "dtoc?place=RWH01", "dtoc?by=social", "dashboard", "packs", "my", "my?lead=site-lister-day",
        "actions", "actions?status=overdue", "actions?status=closed&owner=RWH", "actions/new?place=RWH01", "actions/2", "actions/3",
        "handover", "search", "search?q=nothing+of+the+kind", "sitrep", "calls", "wall", "wall?views=news", "map", "map?board=board-enh&place=RWH01", Unknown,
    ];

    public ValueTask DisposeAsync() => chromium.CloseAllAsync();

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_Live_IsAccessible_FitsAPhone_AndAsksNobodyElse(string path)
    {
        var page = await chromium.BlankAsync();
        List<string> hosts = [], errors = [];
        page.Request += (_, request) => hosts.Add(request.Url);
        page.WebSocket += (_, socket) => hosts.Add(socket.Url);
        page.PageError += (_, error) => errors.Add(error);
        page.Console += (_, said) => errors.AddRange(said.Type == "error" && !IsOwn404(said) ? [said.Text] : []);
        await page.GotoAsync(new Uri(living.Flow.Address, path).ToString());
        await page.IsLiveAsync();

        await FirstTabSkipsToTheFiguresAsync(page);
        Assert.Empty(await page.FaultsAsync());
        await page.FitsAsync();

        Assert.All(hosts.Where(url => !url.StartsWith("data:", StringComparison.Ordinal)), url => Assert.Equal("127.0.0.1", new Uri(url).Host));
        Assert.Contains(hosts, url => url.StartsWith("ws:", StringComparison.Ordinal));
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData("sign-in")]
    [InlineData("reset/guessed")]
    [InlineData("join?key=guessed")]
    [InlineData("sign-in/provider/problem?why=NotInvited")]
    [InlineData("wall/closed")]
    [InlineData("accessibility")]
    public async Task PlainForm_OfNobody_IsAccessibleAndFitsAPhone(string path)
    {
        var page = await chromium.OpenAsync(living.Flow.Address, path);

        Assert.Empty(await page.FaultsAsync());
        await page.FitsAsync();
    }

    [Fact]
    public async Task PlainForms_OfOnesAccount_AreAccessibleAndFitAPhone()
    {
        var page = await chromium.SignedInAsync(living.Flow.Address, "metrics");
        foreach (var path in (string[])["account", "account/password", "account/second-factor"])
        {
            await page.GotoAsync(new Uri(living.Flow.Address, path).ToString());

            Assert.Empty(await page.FaultsAsync());
            await page.FitsAsync();
        }
    }

    [Fact]
    public async Task PagesOfAdministrators_AreAccessibleAndFitAPhone()
    {
        var page = await chromium.SignedInAsync(living.Flow.Address, "people");
        foreach (var path in (string[])["people", "people?state=Due", "people/invite", "walls", "keys"])
        {
            await page.SetViewportSizeAsync(1440, 900);
            await page.GotoAsync(new Uri(living.Flow.Address, path).ToString());
            await page.IsLiveAsync();

            await FirstTabSkipsToTheFiguresAsync(page);
            Assert.Empty(await page.FaultsAsync());
            await page.FitsAsync();
        }
    }

    [Fact]
    public async Task Audit_OfAnAdministrator_IsVerifiedOnRequest_AndIsAccessibleAndFitsAPhone()
    {
        var page = await chromium.SignedInAsync(living.Flow.Address, "audit");
        await page.GetByRole(AriaRole.Button, new() { Name = "Verify now" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Verified just now." })).ToContainTextAsync("The audit stands as it was written");
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Sign-in:" }).First).ToBeVisibleAsync();
        Assert.Empty(await page.FaultsAsync());
        await page.FitsAsync();
    }

    private static async Task FirstTabSkipsToTheFiguresAsync(IPage page)
    {
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator(".flow-skip")).ToBeFocusedAsync();
        await Expect(page.Locator(".flow-skip")).ToBeInViewportAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("main")).ToBeFocusedAsync();
    }

    // The browser itself reports the status of the page that does not exist.
    private static bool IsOwn404(IConsoleMessage said) =>
        said.Location.Contains(Unknown, StringComparison.Ordinal) && said.Text.Contains("404", StringComparison.Ordinal);
}

/// <summary>The app with its simulator.</summary>
public sealed class LivingFlow(Chromium chromium) : IAsyncLifetime
{
    private FlowProcess? _flow;

    public FlowProcess Flow => _flow ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync()
    {
        var stop = TestContext.Current.CancellationToken;
        _flow = await FlowProcess.StartAsync(stop);
        await _flow.KillAsync();
        await SampleActions.WriteAsync(_flow.Data, stop);
        await _flow.StartAsync(stop);
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
