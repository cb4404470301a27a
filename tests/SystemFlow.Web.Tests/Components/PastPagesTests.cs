using System.Globalization;
using System.Net;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Pressures;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Rules;
using SystemFlow.Testing;
using SystemFlow.Web.Components.Layout;
using SystemFlow.Web.Components.Pages;

namespace SystemFlow.Web.Tests.Components;

/// <summary>Pages as of a past moment: what was known then, marked as such, and nothing that changes anything.</summary>
public sealed class PastPagesTests
{
    private const string Then = "at=2026-01-05T07:30Z";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static DateTimeOffset HalfPastSeven => A.Monday9am.AddMinutes(-90);

    [Fact]
    public async Task SystemPage_AtAPastMoment_ShowsTheFiguresOfThen_AndNotTheLiveOnes()
    {
        await using var screen = Past();

        var page = await screen.RenderAsync<SystemPage>();

        Assert.Equal("500", page.QuerySelector("tr[data-place='RWH01'] td[data-metric='beds.ga.occupied']")!.TextContent);
        Assert.Equal("5 min ago", page.QuerySelector("tr[data-place='RWH01'] .flow-age")!.TextContent);
        Assert.Equal("Pressure then", page.QuerySelector("h1")!.TextContent);
        Assert.DoesNotContain(page.QuerySelectorAll("button"), button => button.TextContent == "Pause");
    }

    [Fact]
    public async Task SystemPage_AtAPastMoment_LinksStayThere()
    {
        await using var screen = Past();

        var page = await screen.RenderAsync<SystemPage>();

        var links = page.QuerySelectorAll("a").Select(link => link.GetAttribute("href")!).ToList();
        Assert.Contains($"/places/RWH01?{Then}", links);
        Assert.Contains($"/?board=board-we&{Then}", links);
        Assert.All(links.Where(link => !link.StartsWith("/metrics", StringComparison.Ordinal)), link => Assert.EndsWith(Then, link, StringComparison.Ordinal));
    }

    [Fact]
    public async Task PlacePage_AtAPastMoment_OffersNothingThatChangesAnything()
    {
        await using var screen = Past("places/RWH01");
        screen.Person = Screen.SignedIn();

        var page = await screen.RenderAsync<PlacePage>(("Code", "RWH01"));

        Assert.Equal(["500 beds", "5 min ago"], page.QuerySelectorAll("tr[data-metric='beds.ga.occupied'] td").Select(cell => cell.TextContent));
        Assert.Empty(page.QuerySelectorAll("form, textarea, a[href^='/entry'], a[href^='/alerts']"));
        Assert.Contains("This is the past, so no level can be declared from here.", page.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PlacePage_WhoseActionsOfThenCannotBeRead_SaysSo_BesideTheRest()
    {
        await using var screen = Past("places/RWH01");
        screen.LoseEvents("action_versions");

        var page = await screen.RenderAsync<PlacePage>(("Code", "RWH01"));

        Assert.Contains(
            "The actions of that moment cannot be read now.", page.QuerySelector("[aria-labelledby='open-actions']")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("500 beds", page.QuerySelector("tr[data-metric='beds.ga.occupied'] td")!.TextContent);
    }

    [Fact]
    public async Task PlacePage_AtAPastMoment_HasTheAlertsAndTheDeclaredLevelOfThen()
    {
        await using var screen = Past("places/RWH01");
        var firing = AlertState.None("occupancy-high", A.Lister) with
        {
            Phase = AlertPhase.Firing,
            Since = HalfPastSeven.AddMinutes(-20),
            FiredAt = HalfPastSeven.AddMinutes(-20),
            Episode = "one",
            Words = "Bed occupancy 97%",
        };
        await screen.Events.RecordAsync(new AlertChange(firing, [new(AlertEventKind.Fired, firing.Since, firing.Words)], []), Cancelled);
        var over = firing with { Phase = AlertPhase.Resolved, Since = HalfPastSeven.AddMinutes(30) };
        await screen.Events.RecordAsync(new AlertChange(over, [new(AlertEventKind.Resolved, over.Since, "Bed occupancy 90%")], []), Cancelled);
        await screen.Events.DeclareAsync(
            new DeclaredLevel(A.Lister, OpelLevel.Four, "No beds", "Ann Other", HalfPastSeven.AddHours(-1), HalfPastSeven.AddHours(1), OpelLevel.Three), Cancelled);
        await screen.Events.DeclareAsync(
            new DeclaredLevel(A.Lister, OpelLevel.One, "Calm", "Jo Smith", HalfPastSeven.AddMinutes(10), HalfPastSeven.AddHours(8), OpelLevel.Three), Cancelled);

        var page = await screen.RenderAsync<PlacePage>(("Code", "RWH01"));

        Assert.Contains("Unanswered for 20 min", page.QuerySelector("#open-alerts")!.ParentElement!.TextContent, StringComparison.Ordinal);
        var declared = page.QuerySelector("#declared-level")!.ParentElement!.TextContent;
        Assert.Contains("No beds", declared, StringComparison.Ordinal);
        Assert.DoesNotContain("Calm", declared, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-30, "Nothing was firing here.", "No level has changed since watching began at 7am.")]
    [InlineData(-120, "Nothing was firing here.", "No level has changed since 6:30am.")]
    [InlineData(30, "Alerts were not watched at that moment.", "Levels were not watched at that moment.")]
    public async Task Pages_SayWhetherAnybodyWatchedThen(int firstMinute, string alerts, string levels)
    {
        await using var screen = Past();
        await screen.Events.RecordAsync(new LevelRecord(A.Lister, HalfPastSeven.AddMinutes(firstMinute), OpelLevel.Two, 12, "Rules 1"), Cancelled);

        var system = await screen.RenderAsync<SystemPage>();
        var place = await screen.RenderAsync<PlacePage>(("Code", "RWH01"));

        Assert.Contains(levels, system.QuerySelector("#flow-changes")!.ParentElement!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith(alerts, place.QuerySelector("#open-alerts + p")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("at=yesterday")]
    [InlineData("at=2026-01-05T10:00Z")]
    [InlineData("at=2025-12-31T10:00Z")]
    public async Task SystemPage_AtAMomentThatCannotBeShown_ShowsNothingOfNow(string query)
    {
        await using var screen = Past(query: query);

        var page = await screen.RenderAsync<SystemPage>();

        Assert.Equal("No data", page.QuerySelector("tr[data-place='RWH01'] td[data-metric='beds.ga.occupied']")!.TextContent);
        Assert.DoesNotContain("561", page.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?at=2026-01-05T07:30Z", "As it was known at 7:30am on 5 January 2026")]
    [InlineData("?board=board-we&at=2026-01-05T07%3A30Z", "As it was known at 7:30am on 5 January 2026")]
    [InlineData("?at=yesterday", "The address has no moment that can be read.")]
    [InlineData("?at=2026-01-05T10:00Z", "That moment is in the future.")]
    [InlineData("?at=2025-12-31T10:00Z", "No record before 5 January 2026 at 7:25am.")]
    public async Task TimeBar_SaysWhatIsShown_AndLeadsBackToLive(string address, string words)
    {
        await using var screen = Past();
        screen.Navigation.Be(address);

        var bar = await screen.RenderAsync<TimeBar>();

        Assert.Contains(words, bar.QuerySelector("[role='status']")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(address.Contains("board", StringComparison.Ordinal) ? "/?board=board-we&at=now" : "/?at=now", bar.QuerySelector(".flow-band__live")!.GetAttribute("href"));
    }

    [Fact]
    public async Task TimeBar_WhileTheRecordIsAway_SaysSoInPlainWords()
    {
        await using var screen = Past();
        screen.Store.IsAway = true;

        var bar = await screen.RenderAsync<TimeBar>();

        Assert.Contains("The record cannot be read at the moment.", bar.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SystemPage_WhileTheRecordIsAway_DoesNotSayThatNobodyWatched()
    {
        await using var screen = Past();
        screen.Store.IsAway = true;

        var page = await screen.RenderAsync<SystemPage>();

        Assert.Equal("Alerts cannot be read now", page.QuerySelector(".flow-tile .flow-open")!.TextContent.Trim());
        Assert.DoesNotContain("not watched", page.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("places/RWH01", true)]
    [InlineData("?at=now", true)]
    [InlineData("rules", false)]
    [InlineData("rules?at=2026-01-05T07:30Z", false)]
    public async Task TimeBar_Live_IsOfferedWherePlacesAreShown_AndMarksNothing(string address, bool isOffered)
    {
        await using var screen = Past();
        screen.Navigation.Be(address);

        var bar = await screen.RenderAsync<TimeBar>();

        Assert.Equal(isOffered, bar.QuerySelector("#time-date") is not null);
        Assert.Null(bar.QuerySelector(".flow-band"));
    }

    [Fact]
    public async Task TimeBar_InTheHourThatComesTwice_SaysWhichOne()
    {
        await using var screen = new Screen();
        screen.Time.Advance(TimeSpan.FromDays(300));
        screen.Store.Add("RWH01", "beds.ga.occupied", A.Monday9am, 500);
        var words = new List<string>();

        foreach (var at in new[] { "2026-10-25T00:30Z", "2026-10-25T01:30Z" })
        {
            screen.Navigation.Be($"?at={at}");
            var bar = await screen.RenderAsync<TimeBar>();
            words.Add(bar.QuerySelector("[role='status'] span")!.TextContent);
            Assert.Contains("this time came twice", bar.TextContent, StringComparison.Ordinal);
        }

        Assert.Equal(["As it was known at 1:30am BST on 25 October 2026", "As it was known at 1:30am GMT on 25 October 2026"], words);
    }

    [Fact]
    public async Task Document_AtAPastMoment_BeginsItsTitleWithPast_AndTheClockSaysThatItIsNow()
    {
        using var app = new FlowApp();
        await app.SendAsync(new { place = "RWH01", metric = "beds.ga.occupied", value = 561, periodEnd = app.NextMoment() });
        var at = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

        var live = await app.GetAsync("/");
        var past = await app.GetAsync($"/?at={at}");

        Assert.Contains("<title>Past: ", past.Text, StringComparison.Ordinal);
        Assert.Contains("Past below. Now:", past.Text, StringComparison.Ordinal);
        Assert.Contains("Figures as at ", past.Text, StringComparison.Ordinal); // On paper.
        Assert.Contains($"href=\"/flow?at={at[..16]}", past.Text, StringComparison.Ordinal);
        Assert.Contains("href=\"/wall\"", past.Text, StringComparison.Ordinal);
        Assert.Contains("href=\"/flow\"", live.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Figures as at", live.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<title>Past", live.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("flow-band", live.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("at-date=2026-01-05&at-time=07%3A30", "?at=2026-01-05T07%3A30")]
    [InlineData("board=board-we&at=2026-01-04T09:00Z&at-date=2026-01-05&at-time=07:30", "?board=board-we&at=2026-01-05T07%3A30")]
    public async Task TimeBar_SentBeforeThePageIsLive_IsAnsweredWithThatMoment(string sent, string expected)
    {
        using var app = new FlowApp();
        using var client = app.CreateClient(new() { AllowAutoRedirect = false });

        using var answer = await client.GetAsync(new Uri($"/?{sent}", UriKind.Relative), Cancelled);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(expected, answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task TimeBar_BeforeThePageIsLive_SendsWhatElseTheAddressAsksFor()
    {
        await using var screen = Past();
        screen.Navigation.Be($"?board=board-we&organisation=A+%26+B&{Then}");

        var form = (await screen.RenderAsync<TimeBar>()).QuerySelector("form[method='get']")!;

        Assert.Equal(
            ["board=board-we", "organisation=A & B", "at-date=2026-01-05", "at-time=07:30:00"],
            form.QuerySelectorAll("input").Select(field => $"{field.GetAttribute("name")}={field.GetAttribute("value")}"));
    }

    [Fact]
    public async Task PlacePage_WhereAlertsAreNoLongerKept_SaysSo()
    {
        await using var screen = Past("places/RWH01");
        await screen.Events.RecordAsync(new LevelRecord(A.Lister, HalfPastSeven.AddHours(-1), OpelLevel.Two, 12, "Rules 1"), Cancelled);
        screen.Time.Advance(TimeSpan.FromDays(401));

        var page = await screen.RenderAsync<PlacePage>(("Code", "RWH01"));

        Assert.StartsWith("Alerts of that moment are no longer kept.", page.QuerySelector("#open-alerts + p")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PlacePage_AtAPastMoment_ExplainsItsLevelByTheRulesOfThen()
    {
        await using var screen = Past("places/RWH01");

        _ = screen.Rules;
        screen.Time.Advance(TimeSpan.FromMinutes(5));
        await screen.Rules.SaveAsync(RuleKind.Pressure, 0, (screen.Rules.Current.Pressure with { Name = "Winter" }).ToJson(), "Ann Other, lead", "For winter");

        var page = await screen.RenderAsync<PlacePage>(("Code", "RWH01"));

        var panel = page.QuerySelector("#pressure-parts")!.ParentElement!;
        Assert.Contains("version", panel.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Winter", panel.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PlacePage_AtAPastMoment_HasTheLevelsDeclaredThen_HoweverManyCameLater()
    {
        await using var screen = Past("places/RWH01");
        var then = new DeclaredLevel(A.Lister, OpelLevel.Four, "No beds", "Ann Other", HalfPastSeven.AddHours(-1), HalfPastSeven.AddHours(5), null);
        await screen.Events.DeclareAsync(then, Cancelled);
        foreach (var minute in Enumerable.Range(1, 51))
        {
            await screen.Events.DeclareAsync(then with { At = HalfPastSeven.AddMinutes(minute), Reason = "Later" }, Cancelled);
        }

        var page = await screen.RenderAsync<PlacePage>(("Code", "RWH01"));

        var line = Assert.Single(page.QuerySelectorAll("tr[data-how='declared']")).TextContent;
        Assert.Contains("until 12:30pm: No beds", line, StringComparison.Ordinal);
    }

    // Live it is Monday 9am with 561; at 7:25am it was 500.
    private static Screen Past(string path = "", string query = Then)
    {
        var screen = new Screen();
        screen.Live.Changed(Screen.State("RWH01", TimeSpan.FromMinutes(1), ("beds.ga.occupied", 561)));
        screen.Store.Add("RWH01", "beds.ga.occupied", HalfPastSeven.AddMinutes(-5), 500);
        screen.Store.Add("RWH01", "beds.ga.occupied", A.Monday9am.AddMinutes(-1), 561);
        screen.Navigation.Be($"{path}?{query}");
        return screen;
    }
}
