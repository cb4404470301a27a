using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Backtests;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Rotas;
using SystemFlow.Domain.Rules;
using SystemFlow.Testing;
using SystemFlow.Web.Components.Pages;
using SystemFlow.Web.Components.Parts;

namespace SystemFlow.Web.Tests.Components;

public sealed class BacktestPageTests
{
    private static readonly AlertRule Crowded = new(
        "crowded", "A&E crowded", Severity.Warning, [PlaceKind.Hospital],
        [new Condition(ConditionKind.Threshold, MetricCode.Parse("ed.in-department"), Raise: 100, Clear: 80)], "Open the escalation area.");

    private static readonly RuleBook Book = new(
        PressureRules.Standard, new AlertRuleSet("In force", "1", "made up", "for tests", [Crowded]), new Rota([], [], []), 1);

    [Fact]
    public async Task Page_FirstPaint_AsksForRulesPlaceAndPeriod()
    {
        await using var screen = new Screen();
        screen.Navigation.Be("rules/backtest?place=RWG02&days=90");

        var page = await screen.RenderAsync<BacktestPage>();

        Assert.Equal(3, page.QuerySelectorAll("input[type=radio]").Length);
        Assert.Equal("Watford General", page.QuerySelector("select option[selected][value=RWG02]")!.TextContent);
        Assert.Equal("90", page.QuerySelector("option[selected][value='90']")!.GetAttribute("value"));
        Assert.Equal("Run", page.QuerySelector("button[type=submit]")!.TextContent);
    }

    [Fact]
    public async Task Page_ForOneRule_StartsFromItsOwnNumbers()
    {
        await using var screen = new Screen();
        screen.Navigation.Be("rules/backtest?rule=occupancy-high");

        var page = await screen.RenderAsync<BacktestPage>();

        var raise = AlertRuleSet.Standard.Rules.Single(rule => rule.Code == "occupancy-high").All[0].Raise;
        Assert.Equal($"{raise}", page.QuerySelector("input[type=number]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Result_ShowsBothSetsSideBySide_AndEachEpisode()
    {
        await using var screen = new Screen();
        var report = await ReportAsync();

        var panel = await screen.RenderAsync<BacktestResultPanel>(("Report", report), ("Rules", Book.Alerts));

        var cells = panel.QuerySelectorAll("tr[data-rule=crowded] td").Select(cell => cell.TextContent).ToList();
        Assert.Equal(
            ["Lister", "0 (0.0 a week)", "1 (2.3 a week)", "0", "0", "0 (0.0 a week)", "1 (2.3 a week)", "None came", "None came", "None", "None", "0%"],
            cells);
        var episode = panel.QuerySelector(".flow-table--episodes tbody tr")!.TextContent;
        Assert.Contains("5 January 2026 at 3:15pm", episode);
        Assert.Contains("False alarm", episode);
        Assert.Contains("Lister: at OPEL 3 or 4 in 0 stretches", panel.QuerySelector("svg")!.GetAttribute("aria-label"));
    }

    [Fact]
    public async Task Result_WithoutFigures_SaysSo()
    {
        await using var screen = new Screen();
        var report = await RunAsync(AsyncEnumerable.Empty<Reading>(), new(Rules("Tried"), A.Lister, A.Monday9am, A.Monday9am.AddDays(1)));

        var panel = await screen.RenderAsync<BacktestResultPanel>(("Report", report), ("Rules", Book.Alerts));

        Assert.Contains("no figures of this place", panel.TextContent);
        Assert.Null(panel.QuerySelector("table"));
    }

    [Fact]
    public void Form_OneRuleChanged_IsTriedBesideTheRulesInForce()
    {
        var form = new BacktestForm { Choice = RuleChoice.OneChanged, Place = "RWH01", Days = 7 };
        form.Pick(Book.Alerts, "crowded");
        (form.Raise, form.HoldMinutes) = (120, 0);

        var (terms, problems) = Read(form);

        Assert.Empty(problems);
        Assert.Equal((120, TimeSpan.Zero), (terms!.Candidate.Alerts.Rules[0].All[0].Raise, terms.Candidate.Alerts.Rules[0].Hold));
        Assert.Equal(100, terms.InForce!.Alerts.Rules[0].All[0].Raise);
        Assert.Equal((A.Monday9am.AddDays(-7), A.Monday9am), (terms.From, terms.To));
    }

    [Fact]
    public void Form_FromAndTo_AreDaysInEngland()
    {
        var form = new BacktestForm { Place = "RWH01", Days = 0, From = new DateOnly(2025, 7, 1), To = new DateOnly(2025, 7, 2) };

        var (terms, _) = Read(form);

        Assert.Equal(
            (new DateTimeOffset(2025, 6, 30, 23, 0, 0, TimeSpan.Zero), new DateTimeOffset(2025, 7, 2, 23, 0, 0, TimeSpan.Zero)),
            (terms!.From, terms.To));
        Assert.Null(terms.InForce);
    }

    [Fact]
    public void Form_ForAPlaceThatTheRuleDoesNotWatch_SaysWhichItDoes()
    {
        var form = new BacktestForm { Choice = RuleChoice.OneChanged, Place = "RY409", Days = 7 };
        form.Pick(Book.Alerts, "crowded");

        var (terms, problems) = Read(form);

        Assert.Null(terms);
        Assert.Contains("It watches places of these kinds: hospitals.", Assert.Single(problems));
    }

    [Fact]
    public void Form_FilledInWrongly_NamesEveryProblem()
    {
        var form = new BacktestForm { Choice = RuleChoice.Written, Json = "{", Place = "nowhere", Days = 0 };

        var (terms, problems) = Read(form);

        Assert.Null(terms);
        Assert.Equal(3, problems.Length);
        Assert.Contains("Choose a place.", problems);
        Assert.Contains("Enter the first and the last day.", problems);
    }

    private static (BacktestTerms? Terms, System.Collections.Immutable.ImmutableArray<string> Problems) Read(BacktestForm form) =>
        form.Read(Book, Footprint.HertfordshireWestEssex, MetricDictionary.Standard, A.Monday9am);

    // Calm for six hours and crowded for six; the candidate needs more than that to speak.
    private static Task<BacktestReport> ReportAsync()
    {
        var past = Enumerable.Range(0, 144).Select(step => A.Reading with
        {
            Metric = MetricCode.Parse("ed.in-department"),
            Value = step < 72 ? 50 : 120,
            PeriodEnd = A.Monday9am.AddMinutes(5 * step),
        });
        var strict = Crowded with { All = [Crowded.All[0] with { Raise = 130 }] };
        var terms = new BacktestTerms(Rules("Tried", strict), A.Lister, A.Monday9am, A.Monday9am.AddDays(3));
        return RunAsync(past.ToAsyncEnumerable(), terms with { InForce = Rules("In force", Crowded) });
    }

    private static BacktestRules Rules(string name, params AlertRule[] rules) =>
        new(name, Book.Alerts with { Rules = [.. rules] }, Book.Pressure);

    private static Task<BacktestReport> RunAsync(IAsyncEnumerable<Reading> past, BacktestTerms terms) =>
        new Backtest(Footprint.HertfordshireWestEssex, MetricDictionary.Standard).RunAsync(terms, past, null, TestContext.Current.CancellationToken);
}
