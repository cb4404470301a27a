using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Events;

namespace SystemFlow.Operations.Tests.Events;

public sealed class AlertLogTests
{
    [Fact]
    public async Task Log_OpenedAgain_HasTheSameAlerts()
    {
        var folder = Directory.CreateTempSubdirectory("systemflow-events");
        var path = Path.Combine(folder.FullName, "events.db");
        var state = AlertState.None("occupancy-high", PlaceCode.Parse("RWH01")) with
        {
            Phase = AlertPhase.Firing, Episode = "e1", Words = "Bed occupancy 97 %", Value = 97,
        };

        await new AlertLog(new EventFile(path)).RecordAsync(
            new AlertChange(state, [], []), TestContext.Current.CancellationToken);
        var reopened = new AlertLog(new EventFile(path)).Current;

        Assert.Equal([state], reopened);
    }
}
