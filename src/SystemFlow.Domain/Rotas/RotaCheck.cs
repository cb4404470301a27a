using System.Net.Mail;
using SystemFlow.Domain.Places;

namespace SystemFlow.Domain.Rotas;

/// <summary>What a rota can get wrong, in words for whoever edits it.</summary>
internal static class RotaCheck
{
    /// <summary>The most rungs that a ladder may have.</summary>
    private const int MostRungs = 10;

    private static readonly TimeSpan LongestClimb = TimeSpan.FromHours(24);

    /// <summary>Everything that is wrong; nothing when it can be used.</summary>
    public static IEnumerable<string> ProblemsOf(Rota rota, Footprint footprint) => HasHoles(rota) ? ["A list in it has an entry that is null."] :
    [
        .. Twice("The lead", rota.Leads.Select(lead => lead.Code)),
        .. Twice("The role", rota.Roles.Select(role => role.Code)),
        .. Twice("The ladder of", rota.Ladders.Select(NameOf)),
        .. rota.Leads.SelectMany(lead => OfLead(lead, footprint)),
        .. rota.Roles.SelectMany(role => OfRole(role, rota, footprint)),
        .. rota.Ladders.SelectMany(ladder => OfLadder(ladder, rota, footprint)),
    ];

    private static bool HasHoles(Rota rota) =>
        rota.Leads.Contains(null!) || rota.Roles.Contains(null!) || rota.Ladders.Contains(null!)
        || rota.Roles.Any(role => role.Duties.Contains(null!)) || rota.Ladders.Any(ladder => ladder.Rungs.Contains(null!));

    private static IEnumerable<string> Twice(string what, IEnumerable<string> codes) =>
        codes.GroupBy(code => code, StringComparer.Ordinal).Where(same => same.Count() > 1)
            .Select(same => $"{what} {same.Key} is listed twice.");

    private static IEnumerable<string> OfLead(Lead lead, Footprint footprint)
    {
        if (lead.Code.Trim().Length == 0 || lead.Name.Trim().Length == 0) yield return "Each lead needs a code and a name.";
        if (lead.Code.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.')))
        {
            yield return $"The lead '{lead.Code}' may have only letters, digits, hyphens and dots in its code.";
        }

        if (!IsKnown(lead.Place, footprint)) yield return $"The lead {lead.Code} is at {lead.Place}, which the footprint has not.";
        if (lead.Email is { } email && !IsAddress(email)) yield return $"The lead {lead.Code} has '{email}', which is not an e-mail address.";
        if (lead.Webhook is { } hook && !IsSafe(hook))
        {
            // Its path may hold a secret, and a fault is logged.
            var shown = hook.IsAbsoluteUri ? $"{hook.Scheme}://{hook.Host}" : "that is no whole address";
            yield return $"The lead {lead.Code} has a webhook, {shown}, which is neither https nor http on this machine.";
        }
    }

    private static IEnumerable<string> OfRole(Role role, Rota rota, Footprint footprint)
    {
        if (role.Code.Trim().Length == 0 || role.Name.Trim().Length == 0) yield return "Each role needs a code and a name.";
        if (!IsKnown(role.Place, footprint)) yield return $"The role {role.Code} is at {role.Place}, which the footprint has not.";
        foreach (var duty in role.Duties)
        {
            if (rota.Leads.All(lead => lead.Code != duty.Lead))
            {
                yield return $"The role {role.Code} is taken by {duty.Lead}, who is not among the leads.";
            }

            if (duty.FirstDate > duty.LastDate) yield return $"The role {role.Code} has a duty that ends before it begins.";
        }
    }

    private static IEnumerable<string> OfLadder(Ladder ladder, Rota rota, Footprint footprint)
    {
        var name = NameOf(ladder);
        if (!IsKnown(ladder.Place, footprint)) yield return $"The ladder of {name} is for a place that the footprint has not.";
        if (ladder.Rungs.Length is 0 or > MostRungs) yield return $"The ladder of {name} needs 1 to {MostRungs} rungs.";
        if (ladder.Rungs is [var first, ..] && first.After != TimeSpan.Zero) yield return $"The ladder of {name} must begin at once: its first rung is not 0.";
        if (ladder.Rungs.Zip(ladder.Rungs.Skip(1)).Any(pair => pair.Second.After <= pair.First.After))
        {
            yield return $"The ladder of {name} has rungs that do not rise.";
        }

        if (ladder.Rungs.Any(rung => rung.After > LongestClimb)) yield return $"The ladder of {name} has a rung later than 24 hours.";
        foreach (var rung in ladder.Rungs.Where(rung => rota.Roles.All(role => role.Code != rung.Role)))
        {
            yield return $"The ladder of {name} has the role {rung.Role}, which is not among the roles.";
        }
    }

    private static string NameOf(Ladder ladder) => $"{ladder.Place} ({(ladder.Owner is Alerts.AlertOwner.FeedOwner ? "feed owner" : "lead")})";

    private static bool IsKnown(PlaceCode place, Footprint footprint) =>
        footprint.TryFind(place.ToString(), out var found) && found.Code == place;

    private static bool IsAddress(string text) =>
        !text.Any(char.IsControl) && MailAddress.TryCreate(text, out var address) && address.Address == text;

    private static bool IsSafe(Uri hook) =>
        hook.IsAbsoluteUri && (hook.Scheme == Uri.UriSchemeHttps || (hook.Scheme == Uri.UriSchemeHttp && hook.IsLoopback));
}
