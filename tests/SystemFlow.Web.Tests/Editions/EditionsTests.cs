using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Editions;
using SystemFlow.Operations.Editions;
using SystemFlow.Operations.Journal;
using SystemFlow.Testing;
using SystemFlow.Web.Components.Pages;
using SystemFlow.Web.Components.Pages.Editions;
using SystemFlow.Web.Editions;
using SystemFlow.Web.Tests.Components;

namespace SystemFlow.Web.Tests.Editions;

/// <summary>The daily dashboard: equal to the screens at its moment, kept, exported, and made at its time.</summary>
public sealed class EditionsTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static DateTimeOffset HalfPastEight => A.Monday9am.AddMinutes(-30);

    [Fact]
    public async Task Dashboard_HasTheFiguresOfTheScreensAtItsMoment_ToTheDigit()
    {
        await using var screen = Full();
        var id = (await screen.Editions.MakeDailyAsync(HalfPastEight, Cancelled)).Id!;
        screen.Navigation.Be("?at=2026-01-05T08:30Z");
        var system = await screen.RenderAsync<SystemPage>();
        screen.Navigation.Be($"dashboard/{id}");
        var page = await screen.RenderAsync<EditionPage>(("Id", id));

        var compared = 0;
        foreach (var cell in page.QuerySelectorAll("tr[data-place] td[data-metric]"))
        {
            var (place, metric) = (cell.Closest("tr")!.GetAttribute("data-place"), cell.GetAttribute("data-metric"));
            if (system.QuerySelector($"tr[data-place='{place}'] td[data-metric='{metric}']:not([colspan])") is not { } shown) continue;
            Assert.Equal(shown.TextContent, cell.TextContent);
            compared++;
        }

        Assert.InRange(compared, 60, 1000);
        Assert.Equal("561", page.QuerySelector("tr[data-place='RWH01'] td[data-metric='beds.ga.occupied']")!.TextContent);
        Assert.Contains("98%", page.QuerySelector("tr[data-place='RWH01'] td[data-metric='beds.ga.occupancy']")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dashboard_AsAFile_HasEachFigureOfThePage_ToTheDigitAndAsShown()
    {
        await using var screen = Full();
        var id = (await screen.Editions.MakeDailyAsync(HalfPastEight, Cancelled)).Id!;
        screen.Navigation.Be($"dashboard/{id}");
        var page = await screen.RenderAsync<EditionPage>(("Id", id));

        var edition = (await screen.EditionLog.FindAsync(id, Cancelled))!;
        var lines = SheetCsv.Of(screen.EditionSheets.SheetOf(edition)).Split("\r\n").Where(line => line.Contains(",beds.ga.occupied,", StringComparison.Ordinal)).ToList();

        Assert.Contains("beds,RWH01,Lister,Occupied,beds.ga.occupied,beds,561,561,,2026-01-05T08:29:00+00:00", lines);
        Assert.Equal(page.QuerySelectorAll("td[data-metric='beds.ga.occupied']").Length, lines.Count);
    }

    [Fact]
    public async Task Dashboard_SaysWhatChangedAndWhatIsMissing()
    {
        await using var screen = Full();
        var id = (await screen.Editions.MakeDailyAsync(HalfPastEight, Cancelled)).Id!;
        screen.Navigation.Be($"dashboard/{id}");

        var page = await screen.RenderAsync<EditionPage>(("Id", id));

        Assert.Matches("Lister\\s*Occupied, beds\\s*500\\s*561\\s*up 61", page.QuerySelector("#sheet-changes")!.ParentElement!.TextContent);
        Assert.Contains("Watford General", page.QuerySelector("#sheet-missing")!.ParentElement!.TextContent, StringComparison.Ordinal);
        Assert.Equal("No data", page.QuerySelector("tr[data-place='RWG02'] td[data-metric='beds.ga.occupied']")!.TextContent);
    }

    [Fact]
    public async Task Dashboard_BesideADayOfWhichFewerWereKnown_ComparesNoSums()
    {
        await using var screen = Full(); // Princess Alexandra sent nothing a day before.
        screen.Store.Add("RWH01", "dtoc.patients", HalfPastEight.AddDays(-1).AddMinutes(-1), 40);
        screen.Store.Add("RWH01", "nctr.patients", HalfPastEight.AddDays(-1).AddMinutes(-1), 40);
        var id = (await screen.Editions.MakeAskedAsync(HalfPastEight, "Ann Other, site lead", Cancelled)).Id!;

        screen.Navigation.Be($"dashboard/{id}");
        var page = await screen.RenderAsync<EditionPage>(("Id", id));

        var facts = page.QuerySelectorAll(".sheet__fact").Select(fact => fact.TextContent).ToList();
        Assert.Contains(facts, fact => fact.Contains("not comparable with the day before: 1 of ", StringComparison.Ordinal));
        Assert.DoesNotContain(facts, fact => fact.Contains("from 40 the day before", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Edition_OfWhatCameLater_StaysWhatItWas()
    {
        await using var screen = Full();
        var id = (await screen.Editions.MakeDailyAsync(HalfPastEight, Cancelled)).Id!;
        screen.Store.Add("RWH01", "beds.ga.occupied", HalfPastEight.AddMinutes(-1), 570, submitted: HalfPastEight.AddMinutes(10));

        screen.Navigation.Be($"dashboard/{id}");
        var page = await screen.RenderAsync<EditionPage>(("Id", id));

        Assert.Equal("561", page.QuerySelector("tr[data-place='RWH01'] td[data-metric='beds.ga.occupied']")!.TextContent);
    }

    [Fact]
    public async Task Clock_AtItsTime_MakesTheEditionOnce_AndSendsItToTheList()
    {
        await using var screen = Full();
        await screen.EditionLog.SaveListAsync(
            new Distribution(0, HalfPastEight, "Ann Other", "Winter", [new("On-call", "a@example.org"), new("Board", "b@example.org")]), 0, Cancelled);
        screen.Time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(28)); // 8:32am on Tuesday.

        await screen.EditionClock.RoundAsync(Cancelled);
        await screen.EditionClock.RoundAsync(Cancelled);

        var edition = Assert.Single(await screen.EditionLog.ListAsync(EditionKind.Daily, 10, Cancelled));
        Assert.Equal(("2026-01-06T0830", false), (edition.Id, edition.IsLate));
        var mails = await screen.Outbox.DueAsync(screen.Time.GetUtcNow(), 10, Cancelled);
        Assert.Equal(["a@example.org", "b@example.org"], mails.Select(mail => mail.Address));
        Assert.All(mails, mail => Assert.Equal(("2026-01-06T0830", 2), (mail.Edition, mails.Select(other => other.Id).Distinct().Count())));
        Assert.StartsWith("System dashboard 8:30am 6 January 2026: ", mails[0].Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clock_WhereTheClockRunsOverDaysBetweenTwoLooks_MakesEachDaysDashboard()
    {
        await using var screen = Full();
        await screen.EditionClock.RoundAsync(Cancelled);
        screen.Time.Advance(TimeSpan.FromDays(3));

        await screen.EditionClock.RoundAsync(Cancelled);

        foreach (var days in (int[])[0, 1, 2, 3]) Assert.True(await screen.EditionLog.HasAsync(EditionKind.Daily, HalfPastEight.AddDays(days), Cancelled));
    }

    [Fact]
    public async Task Clock_AfterAStop_MakesWhatItMissed_AndSaysThatItWasMadeLater()
    {
        await using var screen = Full();
        screen.Time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromHours(3)); // Midday on Tuesday.

        await screen.EditionClock.RoundAsync(Cancelled);

        var edition = Assert.Single(await screen.EditionLog.ListAsync(EditionKind.Daily, 10, Cancelled));
        Assert.Equal(("2026-01-06T0830", true), (edition.Id, edition.IsLate));
        screen.Navigation.Be("dashboard/2026-01-06T0830");
        var page = await screen.RenderAsync<EditionPage>(("Id", edition.Id));
        Assert.Contains("Made later: it was due at 8:30am and composed 6 January 2026 at midday", page.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clock_WhileTheRecordIsAway_TriesAgainUntilItIsBack()
    {
        await using var screen = Full();
        screen.Store.IsAway = true;

        var wait = await screen.EditionClock.RoundAsync(Cancelled);
        Assert.Equal(EditionClock.TryAgain, wait);
        Assert.Empty(await screen.EditionLog.ListAsync(EditionKind.Daily, 10, Cancelled));

        screen.Store.IsAway = false;
        screen.Time.Advance(wait);
        await screen.EditionClock.RoundAsync(Cancelled);
        Assert.Single(await screen.EditionLog.ListAsync(EditionKind.Daily, 10, Cancelled));
    }

    [Fact]
    public async Task Clock_BeforeTheRecordBegins_MakesNothing()
    {
        await using var screen = new Screen();

        await screen.EditionClock.RoundAsync(Cancelled);

        Assert.Empty(await screen.EditionLog.ListAsync(EditionKind.Daily, 10, Cancelled));
    }

    [Fact]
    public async Task Page_WithNobodyOnTheList_SaysSoPlainly()
    {
        await using var screen = Full();
        screen.Navigation.Be("dashboard");

        var page = await screen.RenderAsync<DashboardPage>();

        Assert.Contains("Nobody is on the list.", page.TextContent, StringComparison.Ordinal);
        Assert.Contains("No dashboard has been composed yet. The first comes 6 January 2026 at 8:30am.", page.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("button"));
    }

    [Fact]
    public async Task Desk_ComposesForWhoIsSignedIn_AndSendsItToNobody()
    {
        await using var screen = Full();
        await screen.EditionLog.SaveListAsync(new Distribution(0, HalfPastEight, "Ann Other", "Winter", [new("On-call", "a@example.org")]), 0, Cancelled);

        var refused = await screen.EditionDesk.ComposeNowAsync(new(), Cancelled);
        var made = await screen.EditionDesk.ComposeNowAsync(Screen.SignedIn(), Cancelled);

        Assert.StartsWith("Sign in", refused.Problem, StringComparison.Ordinal);
        Assert.Equal("2026-01-05T0858-asked", made.Id);
        Assert.Empty(await screen.Outbox.DueAsync(A.Monday9am, 10, Cancelled));
        Assert.Equal("Ann Other, site lead", (await screen.EditionLog.FindAsync(made.Id!, Cancelled))!.By);
    }

    [Fact]
    public async Task Desk_ComposingAtTheTimeOfTheDailyOne_TakesNothingFromTheList()
    {
        await using var screen = Full();
        await screen.EditionLog.SaveListAsync(new Distribution(0, HalfPastEight, "Ann Other", "Winter", [new("On-call", "a@example.org")]), 0, Cancelled);
        screen.Time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(30) + EditionClock.Grace); // 8:31:05am: the daily one is due.

        var asked = await screen.EditionDesk.ComposeNowAsync(Screen.SignedIn(), Cancelled);
        await screen.EditionClock.RoundAsync(Cancelled);

        Assert.Equal("2026-01-06T0830-asked", asked.Id);
        Assert.Equal("2026-01-06T0830", Assert.Single(await screen.EditionLog.ListAsync(EditionKind.Daily, 10, Cancelled)).Id);
        Assert.Equal("a@example.org", Assert.Single(await screen.Outbox.DueAsync(screen.Time.GetUtcNow(), 10, Cancelled)).Address);
        screen.Navigation.Be($"dashboard/{asked.Id}");
        Assert.Contains("Composed 6 January 2026 at 8:31am by Ann Other, site lead", (await screen.RenderAsync<EditionPage>(("Id", asked.Id))).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dashboard_OfAMomentThatAPageWasShownBeforeAllHadCome_HasWhatCame()
    {
        await using var screen = Full();
        await screen.PastView.AtAsync(A.Monday9am, Cancelled);
        screen.Store.Add("RWH01", "beds.ga.occupied", A.Monday9am.AddMinutes(-1), 570);
        screen.Time.Advance(TimeSpan.FromSeconds(50)); // What pages were shown is kept for a minute.

        var id = (await screen.Editions.MakeDailyAsync(A.Monday9am, Cancelled)).Id!;

        screen.Navigation.Be($"dashboard/{id}");
        var page = await screen.RenderAsync<EditionPage>(("Id", id));
        Assert.Equal("570", page.QuerySelector("tr[data-place='RWH01'] td[data-metric='beds.ga.occupied']")!.TextContent);
    }

    [Fact]
    public async Task Clock_AtWhatNobodyThoughtOf_GoesOn_AndTriesLessAndLessOften()
    {
        await using var screen = Full();
        screen.Store.BeforePast = Task.FromException(new InvalidOperationException("Nobody thought of this."));

        await screen.EditionClock.RoundAsync(Cancelled);
        var reads = screen.Store.PastReads;
        screen.Time.Advance(EditionClock.TryAgain);
        await screen.EditionClock.RoundAsync(Cancelled);
        var readsAgain = screen.Store.PastReads;
        screen.Time.Advance(EditionClock.TryAgain);
        await screen.EditionClock.RoundAsync(Cancelled);

        Assert.InRange(readsAgain, reads + 1, int.MaxValue);
        Assert.Equal(readsAgain, screen.Store.PastReads); // The second wait is twice as long.
        screen.Store.BeforePast = Task.CompletedTask;
        screen.Time.Advance(EditionClock.TryAgain);
        await screen.EditionClock.RoundAsync(Cancelled);
        Assert.Single(await screen.EditionLog.ListAsync(EditionKind.Daily, 10, Cancelled));
    }

    [Fact]
    public async Task Desk_SendingATest_WritesNoAddressIntoTheJournal()
    {
        await using var screen = Full();
        var id = (await screen.Editions.MakeDailyAsync(HalfPastEight, Cancelled)).Id!;

        Assert.Empty(await screen.EditionDesk.SendTestAsync(Screen.SignedIn(), id, "a@example.org", Cancelled));

        var lines = await screen.Journal.ReadAsync(new JournalQuestion { Kind = JournalKind.Edition }, 10, Cancelled);
        Assert.Contains(lines, line => line.Entry.Words == "Sent as a test.");
        Assert.DoesNotContain(lines, line => line.Entry.Words.Contains('@', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(", a@example.org", "Winter", "Enter a role on line 1, then a comma and a mail address.")]
    [InlineData("On-call, a", "Winter", "Enter a mail address after the comma on line 1, such as name@example.org.")]
    [InlineData("On-call, a@example.org\nBoard, A@example.org", "Winter", "Take out line 2: A@example.org is on the list already.")]
    [InlineData("On-call, a@example.org", "", "Enter why you change the list.")]
    [InlineData("On-call, a@example.org", "NHS 943 476 5919", "Take out of why you change the list what looks like an NHS number or a date of birth: nothing about a patient is kept here.")]
    public async Task List_ThatCannotBe_IsRefusedWithWhatToDo(string lines, string reason, string problem)
    {
        await using var screen = Full();

        var problems = await screen.EditionDesk.SaveListAsync(Screen.SignedIn(), new DistributionFields { Lines = lines, Reason = reason }, Cancelled);

        Assert.Equal([problem], problems);
        Assert.Equal(Distribution.None, screen.EditionLog.List);
    }

    [Fact]
    public async Task List_ThatSomebodyElseChangedMeanwhile_IsRefusedOnce_AndSavedOnceItWasSeen()
    {
        await using var screen = Full();
        var fields = new DistributionFields { Lines = "Board, b@example.org", Reason = "New board" };
        await screen.EditionDesk.SaveListAsync(Screen.SignedIn(), new DistributionFields { Lines = "On-call, a@example.org", Reason = "Winter" }, Cancelled);

        var refused = await screen.EditionDesk.SaveListAsync(Screen.SignedIn("Jo Smith"), fields, Cancelled);
        var saved = await screen.EditionDesk.SaveListAsync(Screen.SignedIn("Jo Smith"), fields, Cancelled);

        Assert.StartsWith("Ann Other, site lead changed the list meanwhile", Assert.Single(refused), StringComparison.Ordinal);
        Assert.Empty(saved);
        Assert.Equal("b@example.org", Assert.Single(screen.EditionLog.List.Recipients).Address);
    }

    [Fact]
    public async Task Edition_OverHttp_IsAPageAndAFile_AndAnUnknownOneIsNotFound()
    {
        using var app = new FlowApp();
        await app.SendAsync(new { place = "RWH01", metric = "beds.ga.occupied", value = 561, periodEnd = app.NextMoment() });
        await app.ShownAsync("RWH01", state => state[A.BedsOccupied]?.Current == 561);
        var made = await app.Services.GetRequiredService<EditionMaker>().MakeDailyAsync(TimeProvider.System.GetUtcNow(), Cancelled);

        Assert.Equal(200, (await app.GetAsync($"/dashboard/{made.Id}")).Status);
        Assert.Equal(("text/csv", 200), await TypeAsync($"/api/v1/dashboard/{made.Id}.csv"));
        Assert.Equal(404, (await app.GetAsync("/api/v1/dashboard/2020-01-01T0830.csv")).Status);
        Assert.Equal(404, (await app.GetAsync($"/api/v1/packs/{made.Id}.csv")).Status);
        Assert.Equal(404, (await app.GetAsync($"/packs/{made.Id}")).Status);

        async Task<(string?, int)> TypeAsync(string path)
        {
            var answer = await app.GetAsync(path);
            return (answer.Type, answer.Status);
        }
    }

    // Half past eight: the Lister and Princess Alexandra send, Watford is silent; a day before the Lister had 500.
    internal static Screen Full(string? browser = null)
    {
        var screen = new Screen { Browser = browser };
        var (now, before) = (HalfPastEight.AddMinutes(-1), HalfPastEight.AddDays(-1).AddMinutes(-1));
        foreach (var (metric, value) in ((string, double)[])
        [
            ("beds.ga.open", 573), ("beds.ga.occupied", 561), ("beds.ga.escalation", 12), ("beds.cc-adult.open", 20), ("beds.cc-adult.occupied", 18),
            ("ed.in-department", 118), ("ed.attendances", 140), ("ed.within-4h", 99), ("ed.dta-waiting", 14), ("ed.longest-wait-minutes", 745),
            ("ambulance.waiting-handover", 6), ("dtoc.patients", 21), ("nctr.patients", 88), ("los.over-21", 102), ("discharges.total", 9),
        ])
        {
            screen.Store.Add("RWH01", metric, now, value);
            screen.Store.Add("RQWG0", metric, now, Math.Round(value * 0.8));
        }

        screen.Store.Add("RWH01", "beds.ga.occupied", before, 500);
        screen.Store.Add("RY409", "bedbase.open", now, 32);
        screen.Store.Add("RY409", "bedbase.occupied", now, 31);
        screen.Store.Add("loc-stevenage", "carehome.vacancies", now, 7);
        return screen;
    }
}
