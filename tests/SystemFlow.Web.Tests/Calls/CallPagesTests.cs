using System.Collections.Immutable;
using AngleSharp.Dom;
using SystemFlow.Domain.Calls;
using SystemFlow.Domain.Pressures;
using SystemFlow.Operations.Calls;
using SystemFlow.Testing;
using SystemFlow.Web.Calls;
using SystemFlow.Web.Components.Pages.Calls;
using SystemFlow.Web.Tests.Components;

namespace SystemFlow.Web.Tests.Calls;

public sealed class CallPagesTests
{
    private const string Call = "2026-01-05T1100";
    private static readonly DateTimeOffset At = A.Monday9am.AddHours(2);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_SaysTheNextCall_HowLongUntilThen_AndWhatToAsk()
    {
        await using var screen = new Screen();
        await screen.Levels.DeclareAsync(Screen.SignedIn(), A.Lister, new() { Level = 4, Reason = "Corridor full" }, Cancelled);

        var page = await screen.RenderAsync<CallsPage>();

        Assert.Equal("Next: 11am today, in 2 h", page.QuerySelector(".flow-callhead__next")!.TextContent.Trim());
        var gap = page.QuerySelector(".flow-gripgap[data-gap=DeclaredWithoutAction]")!;
        Assert.Contains("Declared OPEL 4", gap.TextContent, StringComparison.Ordinal);
        Assert.Contains("What does this level call for here", gap.TextContent, StringComparison.Ordinal);
        Assert.Contains("No call has been held yet.", page.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_BeforeItsMoment_IsAPreview_PlainlyMarked_AndTellsASignedOutPersonToSignIn()
    {
        await using var screen = new Screen();
        screen.Time.Advance(TimeSpan.FromMinutes(90));

        var page = await screen.RenderAsync<CallPage>(("Id", Call));

        Assert.StartsWith("Not frozen yet.", page.QuerySelector(".flow-call__preview")!.TextContent, StringComparison.Ordinal);
        Assert.Equal($"/sign-in?returnUrl=%2Fcalls%2F{Call}", page.QuerySelector(".flow-call__chair a")!.GetAttribute("href"));
        Assert.Empty(page.QuerySelectorAll("form, textarea, .flow-attendance button"));
    }

    [Fact]
    public async Task Call_OfBeforeCallsWereKept_PromisesNoPack()
    {
        await using var screen = new Screen();

        var page = await screen.RenderAsync<CallPage>(("Id", "2026-01-04T1500"));

        Assert.Empty(page.QuerySelectorAll(".flow-call__preview"));
        Assert.Contains("No pack was frozen", page.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_SignedIn_OffersTheChair_FromAnHourBefore()
    {
        await using var screen = new Screen();
        screen.Person = Screen.SignedIn();
        screen.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Contains("People can gather here from 10am.", (await screen.RenderAsync<CallPage>(("Id", Call))).TextContent, StringComparison.Ordinal);

        screen.Time.Advance(TimeSpan.FromMinutes(30));
        var page = await screen.RenderAsync<CallPage>(("Id", Call));

        Assert.Contains(page.QuerySelectorAll("button"), button => button.TextContent == "Take the chair");
        Assert.Equal(13, page.QuerySelectorAll(".flow-attendance__row").Length);
    }

    [Fact]
    public async Task Call_Frozen_ShowsFiguresWithUnitAgeAndCoverage_AndLinksStayAtItsMoment()
    {
        await using var screen = await FrozenAsync();

        var page = await screen.RenderAsync<CallPage>(("Id", Call));

        Assert.Equal("19 beds, 1 min ago, 1 of 5 organisations", Words(page.QuerySelector("tr[data-kind=Acute][data-place=hwe] td .flow-packnumber")!));
        Assert.Equal("No data Never received, 0 of 11 organisations", Words(page.QuerySelector("tr[data-kind=CareHomes][data-place=hwe] td .flow-packnumber")!));
        Assert.Equal("/places/RWH01?at=2026-01-05T11:00Z", page.QuerySelector("tr[data-place=RWH01] th a")!.GetAttribute("href"));
        Assert.Contains("Every figure of the pack is as it was known at 11am on 5 January 2026.", page.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector(".flow-call__preview"));
    }

    [Fact]
    public async Task Call_ThatNobodyEnded_IsUnderWayNoLonger_AfterHoursWithoutALine()
    {
        await using var screen = await FrozenAsync();
        screen.Person = Screen.SignedIn();
        await screen.The<CallDesk>().TakeChairAsync(screen.Person, Call, Cancelled);
        await screen.The<CallDesk>().StartAsync(screen.Person, Call, Cancelled);
        Assert.NotNull((await screen.RenderAsync<CallsPage>()).QuerySelector(".flow-callhead__now"));
        screen.Time.Advance(CallRecord.LeftAfter);

        var page = await screen.RenderAsync<CallPage>(("Id", Call));
        var calls = await screen.RenderAsync<CallsPage>();

        Assert.Null(calls.QuerySelector(".flow-callhead__now"));
        Assert.Contains("Never ended; the last line is of 11:01am", calls.QuerySelector(".flow-table--calls")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("form, textarea, .flow-attendance button"));
    }

    [Fact]
    public async Task Call_PartsOfThePack_AreOneStepAway()
    {
        await using var screen = await FrozenAsync();

        var page = await screen.RenderAsync<CallPage>(("Id", Call));

        Assert.Equal(
            page.QuerySelectorAll(".flow-pack > section").Select(part => $"/calls/{Call}#{part.GetAttribute("aria-labelledby")}"),
            page.QuerySelectorAll(".flow-jump a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task Watch_TellsOfEverythingOnItsCall_AndOfNoOther()
    {
        await using var screen = await FrozenAsync();
        var (desk, ann) = (screen.The<CallDesk>(), Screen.SignedIn());
        using var closed = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var told = System.Threading.Channels.Channel.CreateBounded<CallStage>(16);
        var met = System.Threading.Channels.Channel.CreateBounded<bool>(16);
        var watching = screen.The<CallWatch>().FollowAsync(
            Call, async () => await told.Writer.WriteAsync((await screen.The<CallView>().LookAsync(Call)).Record.Stage, Cancelled),
            async () => await met.Writer.WriteAsync(true, Cancelled), closed.Token);

        await screen.The<CallLog>().KeepAsync("2026-01-05T1500", _ => new CallLine(0, "2026-01-05T1500", At, "Ann", CallLineKind.Started, ""), Cancelled);
        await desk.TakeChairAsync(ann, Call, Cancelled);
        Assert.Equal(CallStage.Waiting, await told.Reader.ReadAsync(Cancelled));
        await desk.StartAsync(ann, Call, Cancelled);
        Assert.Equal(CallStage.UnderWay, await NextAsync(told, screen));
        using (screen.The<CallPresence>().Come(Call, "Jo"))
        {
            await met.Reader.ReadAsync(Cancelled);
            Assert.Equal("Jo", Assert.Single(screen.The<CallPresence>().On(Call).Named));
        }

        await NextAsync(met, screen);
        Assert.Empty(screen.The<CallPresence>().On(Call).Named);
        await closed.CancelAsync();
        await watching;
    }

    [Fact]
    public async Task Watch_ManyChangesAtOnce_AreShownAtMostTwiceASecond()
    {
        await using var screen = await FrozenAsync();
        using var closed = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var told = System.Threading.Channels.Channel.CreateBounded<bool>(1_000);
        var watching = screen.The<CallWatch>().FollowAsync(Call, async () => await told.Writer.WriteAsync(true, Cancelled), null, closed.Token);

        await screen.The<CallDesk>().TakeChairAsync(Screen.SignedIn(), Call, Cancelled);
        await told.Reader.ReadAsync(Cancelled);
        await screen.The<CallDesk>().StartAsync(Screen.SignedIn(), Call, Cancelled);
        for (var line = 0; line < 20; line++) await screen.The<CallDesk>().WriteAsync(Screen.SignedIn(), Call, CallLineKind.Minute, "A minute", Cancelled);
        screen.Time.Advance(TimeSpan.FromMilliseconds(400));
        Assert.Equal(0, told.Reader.Count);

        await NextAsync(told, screen);
        await closed.CancelAsync();
        await watching;
    }

    [Fact]
    public async Task Watch_AShowingThatFails_EndsIt_AndTheFailureIsTheCallers()
    {
        await using var screen = await FrozenAsync();
        var watching = screen.The<CallWatch>().FollowAsync(Call, () => throw new InvalidOperationException("No more."), null, Cancelled);

        await screen.The<CallDesk>().TakeChairAsync(Screen.SignedIn(), Call, Cancelled);

        Assert.Equal("No more.", (await Assert.ThrowsAsync<InvalidOperationException>(() => watching)).Message);
    }

    [Fact]
    public async Task View_IsOneLookForAllPages_UntilSomethingIsWritten()
    {
        await using var screen = await FrozenAsync();
        var view = screen.The<CallView>();
        var (look, newest) = (await view.LookAsync(Call), await view.NewestAsync());

        Assert.Same(look, await view.LookAsync(Call));
        Assert.Equal(newest, await view.NewestAsync());
        await screen.The<CallDesk>().TakeChairAsync(Screen.SignedIn(), Call, Cancelled);

        var after = await view.LookAsync(Call);
        Assert.Equal("Ann Other, site lead", after.Record.Chair);
        Assert.Same(look.Pack, after.Pack);
        Assert.Equal("Ann Other, site lead", Assert.Single(await view.NewestAsync()).Record.Chair);
    }

    [Fact]
    public async Task View_ManyAlertsAndLevelsAtOnce_AreToldAtMostOnceASecond()
    {
        await using var screen = new Screen();
        var told = System.Threading.Channels.Channel.CreateBounded<bool>(1_000);
        screen.The<CallView>().SystemChanged += () => told.Writer.TryWrite(true);

        await DeclareAsync(screen, 3);
        await told.Reader.ReadAsync(Cancelled);
        var first = await screen.The<CallView>().NowAsync();
        for (var turn = 0; turn < 5; turn++) await DeclareAsync(screen, 4);
        Assert.Equal(0, told.Reader.Count);

        await NextAsync(told, screen);
        Assert.Equal(OpelLevel.Four, (await screen.The<CallView>().NowAsync())!.Levels.Single(level => level.Place == A.Lister).Declared!.Level);
        Assert.Equal(OpelLevel.Three, first!.Levels.Single(level => level.Place == A.Lister).Declared!.Level);
        Assert.Equal(0, told.Reader.Count);
    }

    [Fact]
    public async Task Call_Ended_ShowsItsRecord_AndOffersOnlyCorrections()
    {
        await using var screen = await FrozenAsync();
        screen.Person = Screen.SignedIn();
        var desk = screen.The<CallDesk>();
        await desk.TakeChairAsync(screen.Person, Call, Cancelled);
        await desk.StartAsync(screen.Person, Call, Cancelled);
        await desk.WriteAsync(screen.Person, Call, CallLineKind.Decision, "Open 6 beds", Cancelled);
        await desk.EndAsync(screen.Person, Call, Cancelled);
        var justEnded = await screen.RenderAsync<CallPage>(("Id", Call));
        Assert.Contains("What was said on it can be written until 11:31am.", justEnded.QuerySelector(".flow-noteform")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(justEnded.QuerySelectorAll(".flow-attendance button"));
        screen.Time.Advance(TimeSpan.FromMinutes(31));

        var page = await screen.RenderAsync<CallPage>(("Id", Call));
        var calls = await screen.RenderAsync<CallsPage>();

        Assert.Contains("Ended at", page.QuerySelector(".flow-call__chair")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("form, textarea, .flow-attendance button"));
        Assert.Contains(page.QuerySelectorAll("button"), button => button.TextContent == "Correct");
        Assert.Contains("Open 6 beds", calls.QuerySelector("section[aria-labelledby=calls-decisions]")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-01-05T1200")]
    [InlineData("nonsense")]
    public async Task Call_ThatIsNone_IsNotFound(string id)
    {
        await using var screen = new Screen();

        await screen.RenderAsync<CallPage>(("Id", id));

        Assert.True(screen.Navigation.WasNotFound);
    }

    private static Task<ImmutableArray<string>> DeclareAsync(Screen screen, int level) =>
        screen.Levels.DeclareAsync(Screen.SignedIn(), A.Lister, new() { Level = level, Reason = "Corridor full" }, Cancelled);

    // What waits for its turn waits on the screen's clock, which moves only here.
    private static async Task<T> NextAsync<T>(System.Threading.Channels.Channel<T> told, Screen screen)
    {
        while (told.Reader.Count == 0)
        {
            screen.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        return await told.Reader.ReadAsync(Cancelled);
    }

    private static async Task<Screen> FrozenAsync()
    {
        var screen = new Screen();
        _ = screen.The<CallLog>(); // The program runs.
        screen.Store.Add("RWH01", "beds.ga.open", At.AddMinutes(-1), 580);
        screen.Store.Add("RWH01", "beds.ga.occupied", At.AddMinutes(-1), 561);
        screen.Time.Advance(At + CallClock.Grace - A.Monday9am);
        Assert.True(await screen.The<CallClock>().FreezeDueAsync(Cancelled));
        Assert.NotNull(await screen.The<CallLog>().FindAsync(Call, Cancelled));
        return screen;
    }

    private static string Words(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
