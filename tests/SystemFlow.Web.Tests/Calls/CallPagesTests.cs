using AngleSharp.Dom;
using SystemFlow.Domain.Calls;
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
    public async Task Watch_TellsOfEverythingOnItsCall_AndOfNoOther()
    {
        await using var screen = await FrozenAsync();
        var (desk, ann) = (screen.The<CallDesk>(), Screen.SignedIn());
        using var closed = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var told = System.Threading.Channels.Channel.CreateBounded<CallStage>(16);
        var watching = screen.The<CallWatch>().FollowAsync(
            Call, async () => await told.Writer.WriteAsync(CallRecord.Of(await screen.The<CallLog>().LinesAsync(Call, Cancelled)).Stage, Cancelled), closed.Token);

        await screen.The<CallLog>().KeepAsync("2026-01-05T1500", _ => new CallLine(0, "2026-01-05T1500", At, "Ann", CallLineKind.Started, ""), Cancelled);
        await desk.TakeChairAsync(ann, Call, Cancelled);
        Assert.Equal(CallStage.Waiting, await told.Reader.ReadAsync(Cancelled));
        await desk.StartAsync(ann, Call, Cancelled);
        Assert.Equal(CallStage.UnderWay, await told.Reader.ReadAsync(Cancelled));
        using (screen.The<CallPresence>().Come(Call, "Jo"))
        {
            await told.Reader.ReadAsync(Cancelled);
            Assert.Equal("Jo", Assert.Single(screen.The<CallPresence>().On(Call).Named));
        }

        await told.Reader.ReadAsync(Cancelled);
        Assert.Empty(screen.The<CallPresence>().On(Call).Named);
        await closed.CancelAsync();
        await watching;
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
