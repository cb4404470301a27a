using SystemFlow.Domain.Alerts;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Loads;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Loads;

public sealed class AlertLoadsTests
{
    private const string Beds = "occupancy-high";

    private readonly List<AlertState> _fired = [];
    private readonly List<(string Episode, AlertEvent Line)> _lines = [];
    private readonly List<Delivery> _messages = [];

    // A hand-made week: rule, when it fired after Monday 9am, minutes until taken on ('-' for never), and the note.
    [Fact]
    public void Load_OfAWeek_IsWhatHappenedInEachShift()
    {
        Fire(Beds, hours: 0, takenOnAfter: 5, note: "Ward round brought forward");
        Fire(Beds, hours: 1, takenOnAfter: 15);
        Fire("handover-long", hours: 2);
        Fire(Beds, hours: 14, takenOnAfter: 45); // 11pm.
        Fire(Beds, hours: 20); // 5am the next day is still Monday's night.

        var load = Of(TimeSpan.FromDays(7));

        Assert.Equal(new AlertTally(5, 3, 1, TimeSpan.FromMinutes(15)), load.All);
        Assert.Equal(new AlertTally(3, 2, 1, TimeSpan.FromMinutes(10)), load.Day);
        Assert.Equal(new AlertTally(2, 1, 0, TimeSpan.FromMinutes(45)), load.Night);
        Assert.Equal(
            ["Mon day 3", "Mon night 2", "Tue day 0"],
            load.Shifts.Take(3).Select(shift => $"{shift.Date:ddd} {(shift.IsNight ? "night" : "day")} {shift.Tally.Alerts}"));
        Assert.Equal([(Beds, 4), ("handover-long", 1)], load.Rules.Select(rule => (rule.Rule, rule.Tally.Alerts)));
        Assert.Equal(60, load.All.AcknowledgedPercent);
        Assert.Equal(20, load.All.ActedPercent);
    }

    [Fact]
    public void Load_WithoutAlerts_HasNoPercentAndNoMedian()
    {
        var load = Of(TimeSpan.FromDays(1));

        Assert.Equal((null, null, null), (load.All.AcknowledgedPercent, load.All.MedianToAcknowledge, load.Busiest));
        Assert.All(load.Shifts, shift => Assert.Equal(0, shift.Tally.Alerts));
    }

    [Fact]
    public void Load_PutOffWithAReason_IsActedOnAndNotTakenOn()
    {
        var episode = Fire(Beds, hours: 0);
        _lines.Add((episode, new AlertEvent(AlertEventKind.Snoozed, A.Monday9am.AddMinutes(3), "Ward opens at 11", By: "Ann")));

        var load = Of(TimeSpan.FromDays(1));

        Assert.Equal(new AlertTally(1, 0, 1, null), load.All);
    }

    [Theory]
    [InlineData(10, 59, false)] // Ten within ten minutes can just be read.
    [InlineData(11, 59, true)]
    [InlineData(11, 60, false)] // The eleventh comes when the first is ten minutes old.
    public void Load_ManyAtOnce_IsAFloodAboveTenInTenMinutes(int alerts, int secondsApart, bool isFlood)
    {
        for (var n = 0; n < alerts; n++) Fire(Beds, hours: n * secondsApart / 3600.0);

        var load = Of(TimeSpan.FromDays(1));

        Assert.Equal(isFlood, load.Busiest!.Value.IsFlood);
        Assert.Equal(A.Monday9am, load.Busiest.Value.At);
    }

    [Fact]
    public void Load_OfALead_CountsAlertsOnceAndMessagesByTheirFate()
    {
        var taken = Fire(Beds, hours: 0, takenOnAfter: 5);
        var left = Fire(Beds, hours: 1);
        Tell("ann", taken, 0, Channel.Screen, DeliveryStatus.Sent);
        Tell("ann", taken, 0, Channel.Email, DeliveryStatus.Sent);
        Tell("ann", left, 1, Channel.Email, DeliveryStatus.Failed);
        Tell("bob", left, 1.5, Channel.Email, DeliveryStatus.Digested);
        Tell("ann", null, 0, Channel.Email, DeliveryStatus.Sent); // A test is nobody's alert.

        var load = Of(TimeSpan.FromDays(1));

        Assert.Equal(
            [("ann", 1, 1, 2, 1), ("bob", 1, 0, 1, 0)],
            load.Leads.Select(lead => (lead.Lead, lead.Sent, lead.Failed, lead.Tally.Alerts, lead.Tally.Acknowledged)));
    }

    [Fact]
    public void Load_OpenForMoreThanADay_Stands()
    {
        Fire(Beds, hours: -1);
        Fire("handover-long", hours: 0);

        var load = AlertLoads.Of([], Histories, [], _fired, A.Monday9am, A.Monday9am.AddHours(24));

        Assert.Equal([Beds], load.Standing.Select(state => state.Rule));
    }

    [Theory]
    [InlineData("2026-03-28T12:00Z", 11)] // The clocks go forward on the night to Sunday 29 March.
    [InlineData("2026-10-24T12:00Z", 13)] // And back on the night to Sunday 25 October.
    [InlineData("2026-06-06T12:00Z", 12)]
    public void Load_NightOnWhichTheClocksChange_IsAsLongAsItIs(string noon, int hours)
    {
        var from = DateTimeOffset.Parse(noon, System.Globalization.CultureInfo.InvariantCulture);

        var night = AlertLoads.Of([], Histories, [], [], from, from.AddDays(1)).Shifts[1];

        Assert.Equal((true, hours, hours * 6.0), (night.IsNight, (night.To - night.From).TotalHours, night.Norm));
    }

    private ILookup<string, AlertEvent> Histories => _lines.ToLookup(line => line.Episode, line => line.Line);

    private AlertLoad Of(TimeSpan length) =>
        AlertLoads.Of(_fired, Histories, _messages, [], A.Monday9am, A.Monday9am + length);

    private string Fire(string rule, double hours, int? takenOnAfter = null, string note = "")
    {
        var at = A.Monday9am.AddHours(hours);
        var episode = $"{rule}/{at:O}";
        _fired.Add(AlertState.None(rule, A.Lister) with { Phase = AlertPhase.Firing, Since = at, FiredAt = at, Episode = episode });
        _lines.Add((episode, new AlertEvent(AlertEventKind.Fired, at, "Bed occupancy 97%", 0)));
        if (takenOnAfter is { } minutes) _lines.Add((episode, new AlertEvent(AlertEventKind.Acknowledged, at.AddMinutes(minutes), note, By: "Ann")));
        return episode;
    }

    private void Tell(string lead, string? episode, double hours, Channel channel, DeliveryStatus status)
    {
        var message = new OutboxMessage(
            $"{episode}/{lead}/{channel}", episode, lead, channel, "", Severity.Warning, "", "", A.Monday9am.AddHours(hours));
        _messages.Add(new Delivery(message, status, 1, "", null));
    }
}
