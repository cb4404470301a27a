using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Alerts;
using SystemFlow.Operations.Events;
using SystemFlow.Testing;
using SystemFlow.Web.Alerts;
using SystemFlow.Web.Tests.Components;

namespace SystemFlow.Web.Tests.Alerts;

/// <summary>What people do about alerts, through the whole program: its grains, its log and its API.</summary>
public sealed class AlertDeskTests
{
    private const string Ann = "Ann Other, site lead";
    private static readonly ClaimsPrincipal AnnOther = Persons.SignedIn();

    private static readonly AlertState Alert = Alarm.Firing();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Acknowledge_IsKept_AndTheNextIsToldWhoHasIt()
    {
        using var app = await StartAsync();
        var desk = app.Services.GetRequiredService<AlertDesk>();

        var first = await desk.AnswerAsync(AnnOther, Acknowledge("On my way"));
        var second = await desk.AnswerAsync(Persons.SignedIn("Bo", "director"), Acknowledge());

        Assert.Null(first);
        Assert.StartsWith($"{Ann} has it already, since ", second);
        var kept = Assert.Single(app.Services.GetRequiredService<IEventLog>().Current);
        Assert.Equal((AlertPhase.Acknowledged, Ann, "On my way"), (kept.Phase, kept.By, kept.Note));
    }

    [Fact]
    public async Task PutOff_NeedsAReason_AndThenHoldsForItsTime()
    {
        using var app = await StartAsync();
        var desk = app.Services.GetRequiredService<AlertDesk>();

        var refused = await desk.AnswerAsync(AnnOther, PutOff(" "));
        var done = await desk.AnswerAsync(AnnOther, PutOff("Ward opens at 11"));

        Assert.Equal("Give a reason for putting it off.", refused);
        Assert.Null(done);
        var kept = Assert.Single(app.Services.GetRequiredService<IEventLog>().Current);
        Assert.Equal((AlertPhase.Snoozed, Ann, "Ward opens at 11"), (kept.Phase, kept.By, kept.Note));
        Assert.Equal(2, (kept.SnoozedUntil!.Value - kept.Since).TotalHours, precision: 2);
    }

    [Fact]
    public async Task Answer_WithAPatientInTheNote_IsRefusedAndKeepsNothing()
    {
        using var app = await StartAsync();
        var desk = app.Services.GetRequiredService<AlertDesk>();

        var refused = await desk.AnswerAsync(AnnOther, Acknowledge("943 476 5919 goes first"));

        Assert.StartsWith("Take out of the note what looks like an NHS number", refused, StringComparison.Ordinal);
        Assert.Equal(AlertPhase.Firing, Assert.Single(app.Services.GetRequiredService<IEventLog>().Current).Phase);
    }

    [Fact]
    public async Task Answer_NobodySignedInOrAnEpisodeThatIsOver_ChangesNothing()
    {
        using var app = await StartAsync();
        var desk = app.Services.GetRequiredService<AlertDesk>();

        var unsigned = await desk.AnswerAsync(Persons.Nobody, Acknowledge());
        var over = await desk.AnswerAsync(AnnOther, Acknowledge() with { Alert = Alert with { Episode = "an-older-one" } });

        Assert.Equal("Sign in to answer an alert: it carries your name.", unsigned);
        Assert.Equal("This alert is over; there is nothing to do.", over);
        Assert.Equal(AlertPhase.Firing, Assert.Single(app.Services.GetRequiredService<IEventLog>().Current).Phase);
    }

    [Fact]
    public async Task Answer_ThatCannotBeRecorded_SaysThatNothingWasChanged()
    {
        await using var screen = new Screen();

        var answer = await screen.Alerts.AnswerAsync(AnnOther, Acknowledge());

        Assert.StartsWith("Nothing was changed, because it could not be recorded.", answer);
    }

    [Theory]
    [InlineData("RWH01", 1, 5, "Ward move", "")]
    [InlineData("", 1, 5, "Ward move", "Choose a place.")]
    [InlineData("RWH01", 5, 1, "Ward move", "It must end after it begins.")]
    [InlineData("RWH01", -5, -1, "Ward move", "It must end in the future.")]
    [InlineData("RWH01", 0, 400, "Ward move", "It may last 14 days at most.")]
    [InlineData("RWH01", 1, 5, " ", "Give a reason: those who are not told will ask.")]
    public async Task Plan_WithFaults_SaysThemAndKeepsNothing(string place, int from, int to, string reason, string problem)
    {
        await using var screen = new Screen();
        var planned = new PlannedEvent(
            place.Length > 0 ? A.Lister : default, null, A.Monday9am.AddHours(from), A.Monday9am.AddHours(to), reason, "");

        var problems = await screen.Alerts.PlanAsync(AnnOther, planned, Cancelled);

        Assert.Equal(problem.Length > 0 ? [problem] : [], problems);
        Assert.Equal(problem.Length > 0 ? [] : [planned with { By = Ann }], screen.Events.PlannedFrom(A.Monday9am));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("?place=board-enh&phase=firing", 1)]
    [InlineData("?place=board-we", 0)]
    [InlineData("?phase=acknowledged", 0)]
    [InlineData("?since=2026-01-05T08:00:00Z", 1)]
    [InlineData("?since=2026-01-05T08:30:00Z", 0)]
    public async Task Api_GivesTheAlertsAskedFor(string query, int count)
    {
        using var app = await StartAsync();

        var answer = await app.GetAsync($"/api/v1/alerts{query}");

        Assert.Equal((200, count), (answer.Status, answer.Json.AsArray().Count));
        Assert.All(answer.Json.AsArray(), alert => Assert.Equal(("firing", Alert.Episode), ((string?)alert!["phase"], (string?)alert["episode"])));
    }

    [Theory]
    [InlineData("place=NOWHERE", "place")]
    [InlineData("phase=clear", "phase")]
    [InlineData("phase=2", "phase")]
    [InlineData("since=2001-01-01T00:00:00Z", "since")]
    public async Task Api_AskedForWrongly_NamesWhatIsWrong(string query, string named)
    {
        using var app = new FlowApp();

        var answer = await app.GetAsync($"/api/v1/alerts?{query}");

        Assert.Equal((400, named), (answer.Status, Assert.Single(answer.Json["errors"]!.AsObject()).Key));
    }

    [Fact]
    public async Task Api_IsDescribed()
    {
        using var app = new FlowApp();

        var paths = (await app.GetAsync("/openapi/v1.json")).Json["paths"]!;

        Assert.Equal(["place", "phase", "since", "at"], paths["/api/v1/alerts"]!["get"]!["parameters"]!.AsArray().Select(one => (string?)one!["name"]));
    }

    private static AlertAnswer Acknowledge(string note = "") => new(Alert, AlertCommandKind.Acknowledge, note, default);

    private static AlertAnswer PutOff(string reason) => new(Alert, AlertCommandKind.Snooze, reason, TimeSpan.FromHours(2));

    // No figures come, so that the alert stays as it was left: silence neither clears nor raises.
    private static async Task<FlowApp> StartAsync()
    {
        var app = new FlowApp();
        var log = new EventLog(Options.Create(new EventLogOptions { Path = Path.Combine(app.Folder, "events.db") }), new ManualTime(A.Monday9am));
        await log.KeepAsync(Alert);
        return app;
    }
}
