using System.Collections.Immutable;
using System.Globalization;
using AngleSharp.Dom;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Operations.Events;
using SystemFlow.Testing;
using SystemFlow.Web.Components.Pages;
using SystemFlow.Web.Components.Parts;

namespace SystemFlow.Web.Tests.Components;

/// <summary>A page that stays open while its address changes: never figures of one moment under the mark of another.</summary>
public sealed class LivePageTests
{
    private const string First = "?at=2026-01-05T07:30Z", Second = "?at=2026-01-05T07:45Z";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static DateTimeOffset HalfPastSeven => A.Monday9am.AddMinutes(-90);

    [Fact]
    public async Task FromLive_UntilTheMomentHasBeenReadWhole_NothingOfNowIsShown()
    {
        await using var screen = await RecordAsync();
        var desk = new Desk();
        desk.Answer("live");
        var page = await screen.OpenAsync<Reader>((nameof(Reader.Desk), desk));
        Assert.Equal(["561", "live"], Said(await page.HtmlAsync()));

        await page.GoAsync(First);

        Assert.Equal(["500", ""], Said(await page.HtmlAsync()));
        await page.DoAsync(() => desk.Answer("07:30"));
        Assert.Equal(["500", "07:30"], Said(await page.HtmlAsync()));
    }

    [Fact]
    public async Task TwoSteps_TheAnswerForTheFirstComesLast_IsDropped()
    {
        await using var screen = await RecordAsync();
        var desk = new Desk();
        screen.Navigation.Be("?at=2026-01-05T07:00Z");
        desk.Answer("07:00");
        var page = await screen.OpenAsync<Reader>((nameof(Reader.Desk), desk));

        await page.GoAsync(First);
        await page.GoAsync(Second);
        await page.DoAsync(() => desk.Answer("07:45"));
        await page.DoAsync(() => desk.Answer("07:30"));

        Assert.Equal(["530", "07:45"], Said(await page.HtmlAsync()));
    }

    [Fact]
    public async Task AStep_WhoseAnswerIsSlow_StaysWhole_ThenIsShownWithoutTheFormerAnswer()
    {
        await using var screen = await RecordAsync();
        var desk = new Desk();
        screen.Navigation.Be(First);
        desk.Answer("07:30");
        var page = await screen.OpenAsync<Reader>((nameof(Reader.Desk), desk));

        await page.GoAsync(Second);

        Assert.Equal(["500", "07:30"], Said(await page.HtmlAsync()));
        screen.Time.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Equal(["530", ""], Said(await page.HtmlAsync()));
        await page.DoAsync(() => desk.Answer("07:45"));
        Assert.Equal(["530", "07:45"], Said(await page.HtmlAsync()));
    }

    [Fact]
    public async Task BackToLive_UntilItHasBeenRead_NothingOfThePastIsShown()
    {
        await using var screen = await RecordAsync();
        var desk = new Desk();
        screen.Navigation.Be(First);
        desk.Answer("07:30");
        var page = await screen.OpenAsync<Reader>((nameof(Reader.Desk), desk));

        await page.GoAsync("");

        Assert.Equal(["561", ""], Said(await page.HtmlAsync()));
    }

    [Fact]
    public async Task Paused_TheAddressAsksForMoreOfTheSamePlaces_FiguresStandStill_AndThatIsRead()
    {
        await using var screen = await RecordAsync();
        var desk = new Desk();
        desk.Answer("live");
        var page = await screen.OpenAsync<Reader>((nameof(Reader.Desk), desk));
        await page.DoAsync(() => _ = desk.Page!.ToggleAsync());
        var paused = Counted(await page.HtmlAsync());
        screen.Time.Advance(TimeSpan.FromMinutes(5));
        await screen.Events.DeclareAsync(
            new DeclaredLevel(A.Lister, OpelLevel.Four, "No beds", "Ann Other", A.Monday9am.AddMinutes(4), A.Monday9am.AddHours(8), null), Cancelled);

        desk.Answer("7d");
        await page.GoAsync("?range=7d");

        Assert.Equal(paused, Counted(await page.HtmlAsync()));
        Assert.Equal(["561", "7d"], Said(await page.HtmlAsync()));
    }

    [Fact]
    public async Task Continued_IsReadAgainAtOnce()
    {
        await using var screen = await RecordAsync();
        var desk = new Desk();
        desk.Answer("live");
        var page = await screen.OpenAsync<Reader>((nameof(Reader.Desk), desk));
        await page.DoAsync(() => _ = desk.Page!.ToggleAsync());
        desk.Live = "after";
        desk.Answer("after");

        await page.DoAsync(() => _ = desk.Page!.ToggleAsync());

        Assert.Equal(["561", "after"], Said(await page.HtmlAsync()));
    }

    [Fact]
    public async Task PlacePage_WhileAMomentIsRead_ShowsNoAlertOfNow()
    {
        await using var screen = await RecordAsync();
        var firing = AlertState.None("occupancy-high", A.Lister) with
        {
            Phase = AlertPhase.Firing, Since = A.Monday9am.AddMinutes(-10), FiredAt = A.Monday9am.AddMinutes(-10), Episode = "one", Words = "Bed occupancy 97%",
        };
        await screen.Events.RecordAsync(new AlertChange(firing, [new(AlertEventKind.Fired, firing.Since, firing.Words)], []), Cancelled);
        var page = await screen.OpenAsync<PlacePage>(("Code", "RWH01"));
        Assert.Contains("Bed occupancy 97%", (await page.HtmlAsync()).TextContent, StringComparison.Ordinal);
        var reading = new TaskCompletionSource();
        screen.Store.BeforePast = reading.Task;

        await page.GoAsync("?at=2026-01-05T08:00Z");

        var alerts = (await page.HtmlAsync()).QuerySelector("#open-alerts")!.ParentElement!.TextContent;
        Assert.DoesNotContain("97%", alerts, StringComparison.Ordinal);
        Assert.Contains("Reading the alerts of that moment.", alerts, StringComparison.Ordinal);
        reading.SetResult();
        await screen.PastView.AtAsync(A.Monday9am.AddHours(-1), Cancelled);
    }

    [Fact]
    public async Task PausedNote_SaysTheDayToo_BecauseOnPaperItIsTheDateOfTheFigures()
    {
        await using var screen = new Screen();

        var note = await screen.RenderAsync<PausedNote>((nameof(PausedNote.At), A.Monday9am));

        Assert.Contains("from 9:00:00am on 5 January 2026", note.TextContent, StringComparison.Ordinal);
    }

    private static string[] Said(IElement page) => [.. page.QuerySelectorAll("p").Select(line => line.TextContent)];

    private static string Counted(IElement page) => page.QuerySelector("time")!.TextContent;

    // Live it is Monday 9am with 561; at 7:25am it was 500, and at 7:40am 530. Moments have been worked out before they are asked for.
    private static async Task<Screen> RecordAsync()
    {
        var screen = new Screen();
        screen.Live.Changed(Screen.State("RWH01", TimeSpan.FromMinutes(1), ("beds.ga.occupied", 561)));
        screen.Store.Add("RWH01", "beds.ga.occupied", HalfPastSeven.AddMinutes(-60), 480);
        screen.Store.Add("RWH01", "beds.ga.occupied", HalfPastSeven.AddMinutes(-5), 500);
        screen.Store.Add("RWH01", "beds.ga.occupied", HalfPastSeven.AddMinutes(10), 530);
        foreach (var minutes in new[] { -30, 0, 15 }) await screen.PastView.AtAsync(HalfPastSeven.AddMinutes(minutes), Cancelled);
        return screen;
    }

    /// <summary>Answers when a test says so.</summary>
    private sealed class Desk
    {
        private readonly Dictionary<string, TaskCompletionSource<string>> _answers = [];

        /// <summary>What a page that is live asks for.</summary>
        public string Live { get; set; } = "live";

        public Reader? Page { get; set; }

        public Task<string> AskAsync(string what) => Of(what).Task;

        public void Answer(string what) => Of(what).SetResult(what);

        private TaskCompletionSource<string> Of(string what) => _answers.TryGetValue(what, out var known) ? known : _answers[what] = new();
    }

    /// <summary>A page that shows a figure of the states and one answer of its own.</summary>
    private sealed class Reader(LivePageParts live) : LivePage(live)
    {
        private string _answer = "";

        [Parameter]
        public required Desk Desk { get; set; }

        [SupplyParameterFromQuery]
        public string? Range { get; set; }

        protected override ImmutableHashSet<PlaceCode> Places { get; } = [A.Lister];

        // As its button does: a page paints after what it was told.
        public async Task ToggleAsync()
        {
            await TogglePause();
            StateHasChanged();
        }

        protected override bool Enter()
        {
            Desk.Page = this;
            return true;
        }

        protected override async Task LookAsync(CancellationToken superseded)
        {
            var answer = await Desk.AskAsync(Past is { } past ? past.At.ToString("HH:mm", CultureInfo.InvariantCulture) : Range ?? Desk.Live);
            superseded.ThrowIfCancellationRequested();
            _answer = answer;
        }

        protected override void Forget() => _answer = "";

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.AddMarkupContent(0, $"<p>{StateOf(A.Lister)[A.BedsOccupied]?.Current}</p><p>{_answer}</p><time>{Now:O} {DeclaredOf(A.Lister)?.Level}</time>");
        }
    }
}
