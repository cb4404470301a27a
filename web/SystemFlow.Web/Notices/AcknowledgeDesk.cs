using Orleans;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rules;
using SystemFlow.Grains;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Notices;

namespace SystemFlow.Web.Notices;

/// <summary>What the page behind a link says.</summary>
/// <param name="Status">The answer's HTTP status.</param>
/// <param name="Button">What the button says; null for no button.</param>
public sealed record AcknowledgeView(int Status, string Title, string Text, string? Button = null);

/// <summary>Lets whoever holds a link take the alert on. Looking changes nothing: mail scanners follow links.</summary>
internal sealed class AcknowledgeDesk(
    AcknowledgeLinks links, UsedLinks used, IRuleBook rules, IEventLog events, IGrainFactory grains, Footprint footprint)
{
    private static readonly AcknowledgeView NoLink = new(
        StatusCodes.Status404NotFound, "This link does not work",
        "It is more than 24 hours old, or not whole. Sign in to SystemFlow to see what is open now.");

    /// <summary>Says what the link is for.</summary>
    public AcknowledgeView Show(string token)
    {
        if (!links.TryRead(token, out var link)) return NoLink;
        if (used.Find(link.Message) is { } use) return Used(use, StatusCodes.Status200OK);
        var alert = events.Current.FirstOrDefault(alert => alert.Episode == link.Episode);
        return alert switch
        {
            { Phase: AlertPhase.Firing or AlertPhase.Snoozed } => new(
                StatusCodes.Status200OK, $"{RuleName(link)}, {PlaceName(link)}", $"{alert.Words}. Nobody has taken it on yet.", $"Take it on as {LeadName(link)}"),
            { Phase: AlertPhase.Acknowledged } => new(
                StatusCodes.Status200OK, $"{RuleName(link)}, {PlaceName(link)}", $"{alert.By} took it on at {NoticeText.Moment(alert.Since)}."),
            _ => new(StatusCodes.Status200OK, $"{RuleName(link)}, {PlaceName(link)}", "It is over. There is nothing to do."),
        };
    }

    /// <summary>Takes the alert on, once.</summary>
    public async Task<AcknowledgeView> AcknowledgeAsync(string token)
    {
        if (!links.TryRead(token, out var link)) return NoLink;
        // The link's day is a real one, in a replay too.
        var by = $"{LeadName(link)}, by the link in a message";
        if (used.Use(link.Message, new LinkUse(by, TimeProvider.System.GetUtcNow())) is { } use) return Used(use, StatusCodes.Status409Conflict);
        try
        {
            var command = new AlertCommand(link.Rule, link.Episode, AlertCommandKind.Acknowledge, by);
            var outcome = await grains.GetPlace(footprint.Find(link.Place)).CommandAsync(command);
            if (outcome.Refusal is not { } refusal)
            {
                return new AcknowledgeView(StatusCodes.Status200OK, "You have taken it on", $"{RuleName(link)}, {PlaceName(link)}: nobody else is told now.");
            }

            used.GiveBack(link.Message); // It was not taken on, so the link is still good.
            return new AcknowledgeView(StatusCodes.Status409Conflict, "Nothing was changed", refusal);
        }
        catch
        {
            used.GiveBack(link.Message);
            throw;
        }
    }

    private static AcknowledgeView Used(LinkUse use, int status) =>
        new(status, "This link has been used", $"Used by {use.By}, at {NoticeText.Moment(use.At)}, UK time.");

    private string RuleName(AcknowledgeLink link) =>
        rules.Current.Alerts.Rules.FirstOrDefault(rule => rule.Code == link.Rule)?.Name ?? link.Rule;

    private string LeadName(AcknowledgeLink link) =>
        rules.Current.Rota.Leads.FirstOrDefault(lead => lead.Code == link.Lead)?.Name ?? link.Lead;

    private string PlaceName(AcknowledgeLink link) => footprint.Find(link.Place).Name;
}
