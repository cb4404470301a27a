using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Events;
using SystemFlow.Testing;
using static SystemFlow.Grains.Tests.Alerts.WatchedPlaces;

namespace SystemFlow.Grains.Tests.Alerts;

public sealed class AlertElsewhereTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Alert_AtTheBoard_SaysItForTheHospital()
    {
        var board = Crowded with { Code = "board-crowded", Kinds = [PlaceKind.Board], Hold = TimeSpan.FromMinutes(1), Inhibits = [Crowded.Code] };
        await using var places = await StartAsync(Crowded, board);
        places.Watch("RWH01", "RWH", "board-enh");

        await places.HearAsync(110);
        await places.LiveAsync(30);

        Assert.Equal(["board-crowded system"], await places.ToldAsync());
        Assert.Equal((AlertPhase.Pending, true), (places.Find(Crowded)!.Phase, places.Find(Crowded)!.IsInhibited));
        Assert.Equal([AlertEventKind.Began, AlertEventKind.Inhibited], await places.HistoryAsync(places.Find(Crowded)!.Episode));
    }

    [Fact]
    public async Task Alert_AtTheHospital_KeepsItsTrustQuiet()
    {
        var both = Crowded with { Kinds = [PlaceKind.Hospital, PlaceKind.Trust] };
        await using var places = await StartAsync(both);
        places.Watch("RWH01", "RWH");

        await places.HearAsync(110);
        await places.LiveAsync(10);

        Assert.Equal(["crowded day"], await places.ToldAsync());
        Assert.True(places.Find(both, "RWH")!.IsInhibited);
    }

    [Fact]
    public async Task PlannedEvent_AtThePlaceAbove_TellsNobodyUntilItEnds()
    {
        await using var places = await StartAsync(Crowded);
        var move = new PlannedEvent(PlaceCode.Parse("RWH"), null, A.Monday9am, A.Monday9am.AddMinutes(20), "Ward move", "Sam, site lead");
        await places.Events.PlanAsync(move, Cancelled);

        await places.HearAsync(110);
        await places.LiveAsync(19);
        var during = (places.Find(Crowded)!.Phase, Told: await places.ToldAsync());
        await places.LiveAsync(1 + 5);

        Assert.Equal(AlertPhase.Planned, during.Phase);
        Assert.Empty(during.Told);
        Assert.Equal(["crowded day"], await places.ToldAsync());
    }

    [Fact]
    public async Task PlannedEvent_OfAnotherRule_ChangesNothing()
    {
        await using var places = await StartAsync(Crowded);
        var move = new PlannedEvent(A.Lister, "another", A.Monday9am, A.Monday9am.AddMinutes(20), "Ward move", "Sam, site lead");
        await places.Events.PlanAsync(move, Cancelled);

        await places.HearAsync(110);
        await places.LiveAsync(5);

        Assert.Equal(["crowded day"], await places.ToldAsync());
    }

    [Fact]
    public async Task Rule_ThatIsEdited_CountsAtTheNextLook_AndOutOfForceItsAlertIsOver()
    {
        await using var places = await StartAsync(Crowded);
        await places.HearAsync(110);
        await places.LiveAsync(1);

        places.Rules.Edit([Crowded with { Hold = TimeSpan.FromMinutes(1) }]);
        await places.LiveAsync(TimeSpan.FromSeconds(10));
        var edited = places.Find(Crowded)!.Phase;
        places.Rules.Edit([Crowded with { Enabled = false }]);
        await places.LiveAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(AlertPhase.Firing, edited);
        Assert.Equal(AlertPhase.Resolved, places.Find(Crowded)!.Phase);
        Assert.Equal(["crowded day"], await places.ToldAsync());
    }

    [Fact]
    public async Task Rung_ThatNobodyTakes_IsPassedOver_AndTheHistorySaysSo()
    {
        await using var places = await StartAsync(Crowded);
        var rota = places.Rules.Current.Rota;
        places.Rules.Edit([Crowded], rota with { Roles = rota.Roles.SetItem(0, rota.Roles[0] with { Duties = [] }) });

        await places.HearAsync(110);
        await places.LiveAsync(5);

        Assert.Equal(["crowded manager"], await places.ToldAsync());
        Assert.Equal(
            [AlertEventKind.Began, AlertEventKind.Fired, AlertEventKind.NobodyOnDuty], await places.HistoryAsync(places.Find(Crowded)!.Episode));
    }

    [Fact]
    public async Task Message_OfAnExercise_SaysSo()
    {
        await using var places = await StartAsync(Crowded);
        await places.RestartAsync(isExercise: true);

        await places.HearAsync(110);
        await places.LiveAsync(5);

        var message = Assert.Single(await places.MessagesAsync());
        Assert.True(message.IsExercise);
        Assert.StartsWith("Exercise", message.Subject, StringComparison.Ordinal);
    }
}
