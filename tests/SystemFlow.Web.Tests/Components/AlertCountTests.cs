using SystemFlow.Domain.Alerts;
using SystemFlow.Operations.Events;
using SystemFlow.Testing;
using SystemFlow.Web.Components.Layout;

namespace SystemFlow.Web.Tests.Components;

public sealed class AlertCountTests
{
    [Theory]
    [InlineData(AlertPhase.Firing, "(1 unanswered)")]
    [InlineData(AlertPhase.Acknowledged, "")]
    [InlineData(AlertPhase.Snoozed, "")]
    [InlineData(AlertPhase.Pending, "")]
    public async Task Count_IsOfAlertsThatNobodyTookOn(AlertPhase phase, string words)
    {
        await using var screen = new Screen();
        var alert = AlertState.None("occupancy-high", A.Lister) with { Phase = phase, Episode = "occupancy-high/RWH01/1", Since = A.Monday9am };
        await screen.Events.RecordAsync(new AlertChange(alert, [], []), TestContext.Current.CancellationToken);

        var shown = await screen.RenderAsync<AlertCount>();

        Assert.Equal(words, shown.TextContent.Trim());
    }
}
