using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Rotas;
using SystemFlow.Domain.Rules;
using SystemFlow.Operations.Events;
using SystemFlow.Testing;
using SystemFlow.Web.Alerts;

namespace SystemFlow.Web.Tests.Alerts;

public sealed class AlertLinesTests
{
    private static readonly Footprint Places = Footprint.HertfordshireWestEssex;
    private static readonly RuleBook Book = new(PressureRules.Standard, AlertRuleSet.Standard, Rota.Standard, 1);

    [Fact]
    public void Lines_UnansweredFirst_ThenBySeverity_ThenTheOldest()
    {
        var lines = Lines(
            "",
            Alarm.Firing("pending-one", severity: Severity.Critical) with { Phase = AlertPhase.Pending, FiredAt = null },
            Alarm.Firing("taken-on", severity: Severity.Critical) with { Phase = AlertPhase.Acknowledged },
            Alarm.Firing("young", severity: Severity.Warning, minutesAgo: 5),
            Alarm.Firing("old", severity: Severity.Warning, minutesAgo: 50),
            Alarm.Firing("critical", severity: Severity.Critical, minutesAgo: 1),
            Alarm.Firing("put-off", severity: Severity.Critical) with { Phase = AlertPhase.Snoozed });

        Assert.Equal(["critical", "old", "young", "taken-on", "put-off"], lines);
    }

    [Theory]
    [InlineData("", "lister potters-bar watford planned-off")]
    [InlineData("place=board-enh", "lister potters-bar")]
    [InlineData("place=RWH01", "lister")]
    [InlineData("severity=warning", "lister watford")]
    [InlineData("severity=critical", "watford")]
    [InlineData("phase=unanswered", "lister potters-bar watford")]
    [InlineData("phase=put-off", "planned-off")]
    [InlineData("phase=pending", "pending")]
    [InlineData("phase=planned", "planned")]
    [InlineData("phase=over", "over")]
    [InlineData("place=board-enh&severity=warning&phase=unanswered", "lister")]
    [InlineData("place=NOWHERE&severity=awful&phase=lost", "lister potters-bar watford planned-off")] // As if it said nothing.
    public void Lines_OfAnAddress_AreThoseItAsksFor(string address, string rules)
    {
        var lines = Lines(
            address,
            Alarm.Firing("lister"),
            Alarm.Firing("potters-bar", "RY409", Severity.Notice),
            Alarm.Firing("watford", "RWG02", Severity.Critical),
            Alarm.Firing("planned-off", "RQWG0", Severity.Notice) with { Phase = AlertPhase.Snoozed },
            Alarm.Firing("pending", "RQWG0") with { Phase = AlertPhase.Pending },
            Alarm.Firing("planned", "RQWG0") with { Phase = AlertPhase.Planned },
            Alarm.Firing("over", "RQWG0") with { Phase = AlertPhase.Resolved });

        Assert.Equal(rules.Split(' ').Order(), lines.Order());
    }

    [Theory]
    [InlineData("three of one rule", "full:RY409 full:RY412 full:RY402 other:RWH01", "full full full|other")]
    [InlineData("two stand for themselves", "full:RY409 full:RY412 other:RWH01", "full|full|other")]
    [InlineData("each rule for itself", "full:RY409 full:RY412 full:RY402 slow:RWH01 slow:RWG02 slow:RQWG0", "full full full|slow slow slow")]
    public void Grouped_PutsThreeOrMoreOfOneRuleTogether(string story, string alerts, string groups)
    {
        var lines = alerts.Split(' ').Select(one => Line(one.Split(':')[0], one.Split(':')[1], Severity.Notice));

        var shown = AlertLines.Grouped(lines).Select(group => string.Join(' ', group.Select(line => line.State.Rule)));

        Assert.Equal((story, groups), (story, string.Join('|', shown)));
    }

    [Fact]
    public void Grouped_LeavesCriticalOnesByThemselves() =>
        Assert.Equal(3, AlertLines.Grouped("RWH01 RWG02 RQWG0".Split(' ').Select(place => Line("level-four", place, Severity.Critical))).Count());

    private static AlertLine Line(string rule, string place, Severity severity) => new(
        Alarm.Firing(rule, place, severity), Places.Find(PlaceCode.Parse(place)), null, [], null, IsOver: false);

    [Fact]
    public void Filter_IsItsAddressAgain() =>
        Assert.Equal(
            "/alerts?place=board-enh&severity=critical&phase=over",
            AlertFilter.Of(Places, "BOARD-ENH", "Critical", "over").On("/alerts"));

    [Fact]
    public void Line_OfAnUnansweredAlert_NamesWhoIsNextOnItsLadder()
    {
        var due = A.Monday9am.AddMinutes(10);
        var alert = Alarm.Firing() with { NextStepAt = due };

        var line = Assert.Single(AlertLines.Of(Board([alert]), AlertFilter.Of(Places, null, null, null), Book, Places));

        Assert.Equal(
            new NextRung("On-call manager, East and North Herts Trust", "East and North Herts Trust on-call manager, weekdays", due), line.Next);
    }

    [Theory]
    [InlineData("site-lister-day", "You were told at 8:20am.")]
    [InlineData("manager-enht-weekday", "You are second on its ladder, as On-call manager, East and North Herts Trust.")]
    [InlineData("manager-enht-weekend", null)] // Not on duty on a Monday.
    [InlineData("site-watford-day", null)]
    public void Lead_HasWhatTheyWereToldOf_AndWhatClimbsToThemOnDuty(string lead, string? why)
    {
        var alert = Alarm.Firing();
        var board = Board([alert], new Delivery(Alarm.Message(alert), DeliveryStatus.Sent, 1, "", null));

        var view = LeadView.Of(Rota.Standard.Leads.Single(known => known.Code == lead), board, Book, Places);

        Assert.Equal(why is null ? [] : [why], view.Mine.Select(mine => mine.Why));
    }

    [Fact]
    public void Lead_KnowsTheirDutyNowAndNext()
    {
        var lead = Rota.Standard.Leads.Single(known => known.Code == "site-lister-day");

        var view = LeadView.Of(lead, Board([]), Book, Places);

        Assert.Equal(A.Monday9am.AddHours(11), Assert.Single(view.OnNow).Until);
        Assert.Equal(A.Monday9am.AddHours(23), view.NextOn!.Value.Turn.From);
        Assert.Null(view.QuietUntil);
    }

    private static IEnumerable<string> Lines(string address, params AlertState[] alerts)
    {
        var terms = System.Web.HttpUtility.ParseQueryString(address);
        var filter = AlertFilter.Of(Places, terms["place"], terms["severity"], terms["phase"]);
        return AlertLines.Of(Board([.. alerts]), filter, Book, Places).Select(line => line.State.Rule);
    }

    private static AlertSnapshot Board(ImmutableArray<AlertState> alerts, params Delivery[] told) => new(
        A.Monday9am,
        [.. alerts.Where(alert => alert.Phase is not AlertPhase.Resolved)], [.. alerts.Where(alert => alert.Phase is AlertPhase.Resolved)],
        told.ToLookup(one => one.Message.Episode!), []);
}
