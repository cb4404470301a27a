using Microsoft.Extensions.Logging.Abstractions;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Rotas;
using SystemFlow.Operations.Journal;
using SystemFlow.Operations.Nodes;
using SystemFlow.Operations.Rules;
using SystemFlow.Web.Actions;
using SystemFlow.Web.Tests.Components;

namespace SystemFlow.Web.Tests.Actions;

public sealed class ActionChaserTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Round_OverFiveHours_TellsTheOwner_ThenTheLadder_EachOnce()
    {
        await using var screen = new Screen();
        await GiveAsync(screen);

        await RunAsync(screen, minutes: 300);

        Assert.Equal(
            [
                "action/1/1/given/site-lister-day", "action/1/1/reminder/site-lister-day", "action/1/1/due/site-lister-day",
                "action/1/1/overdue-1/manager-enht-weekday", "action/1/1/overdue-2/director-enht-weekday",
            ],
            await ToldAsync(screen));
    }

    [Fact]
    public async Task Round_SaysWhenItIsNeededNext_AndNeverLongerThanFiveSeconds()
    {
        await using var screen = new Screen();
        await GiveAsync(screen);

        Assert.Equal(TimeSpan.FromSeconds(5), await Chaser(screen).RoundAsync(Cancelled));
        screen.Time.Advance(TimeSpan.FromMinutes(90) - TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(2), await Chaser(screen).RoundAsync(Cancelled));
    }

    [Fact]
    public async Task Round_ByTwoChasersAtOnce_AsAfterARestart_MakesEachMessageOnce()
    {
        await using var screen = new Screen();
        await GiveAsync(screen);
        screen.Time.Advance(TimeSpan.FromMinutes(121));

        await Task.WhenAll(Chaser(screen).RoundAsync(Cancelled), Chaser(screen).RoundAsync(Cancelled));

        Assert.Equal(["action/1/1/given/site-lister-day", "action/1/1/due/site-lister-day"], await ToldAsync(screen));
    }

    [Fact]
    public async Task Round_AfterItIsClosed_TellsNobodyAnyMore()
    {
        await using var screen = new Screen();
        await GiveAsync(screen);
        await screen.Actions.ChangeAsync(Screen.SignedIn(), 1, new ActionChangeFields { Kind = ActionLineKind.Done, Version = 1, Words = "Six are open" }, Cancelled);

        await RunAsync(screen, minutes: 300);

        Assert.Equal(["action/1/1/given/site-lister-day"], await ToldAsync(screen));
    }

    [Fact]
    public async Task Round_Overdue_WritesALineOfTheJournal_ByTheProgram()
    {
        await using var screen = new Screen();
        await GiveAsync(screen);

        await RunAsync(screen, minutes: 150);

        var line = Assert.Single(await screen.Journal.ReadAsync(new JournalQuestion { Words = ["overdue"] }, 10, Cancelled)).Entry;
        Assert.Equal(("SystemFlow", "/actions/1"), (line.By, line.Subject));
    }

    [Fact]
    public async Task Round_WithARotaThatHasNobody_SaysSoInTheActionsLines()
    {
        await using var screen = new Screen();
        var empty = Rota.Standard with { Roles = [.. Rota.Standard.Roles.Select(role => role with { Duties = [] })] };
        await screen.Rules.SaveAsync(RuleKind.Rota, 0, empty.ToJson(), "Test", "Nobody");

        await GiveAsync(screen);

        Assert.Empty(await ToldAsync(screen));
        Assert.Equal("Nobody was told: nobody is on duty for it.", Assert.Single(screen.ActionLog.Current).Lines[^1].Words);
    }

    private static Task<ActionAnswer> GiveAsync(Screen screen) => screen.Actions.GiveAsync(
        Screen.SignedIn(),
        new ActionFields { What = "Open 6 escalation beds", Owner = "RWH01", OwnerRole = "site-lead-lister", Due = new DateTime(2026, 1, 5, 11, 0, 0) },
        Cancelled);

    private static ActionChaser Chaser(Screen screen) =>
        new(screen.ActionLog, screen.Chasing, screen.Rules, new SoleNode(), screen.Time, NullLogger<ActionChaser>.Instance);

    private static async Task RunAsync(Screen screen, int minutes)
    {
        for (var minute = 0; minute < minutes; minute++)
        {
            screen.Time.Advance(TimeSpan.FromMinutes(1));
            await Chaser(screen).RoundAsync(Cancelled);
        }
    }

    // Without the way, oldest first.
    private static async Task<IEnumerable<string>> ToldAsync(Screen screen) =>
        (await screen.Outbox.ReadAsync(null, null, 100, Cancelled)).Select(told => told.Message.Id[..told.Message.Id.LastIndexOf('/')]).Reverse();
}
