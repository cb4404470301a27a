using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Audit;
using SystemFlow.Web.Audit;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Access;

/// <summary>What somebody may do, or why not.</summary>
/// <param name="By">"Name, role" of who does it; null where they may not.</param>
/// <param name="Refusal">What to tell them; null where they may.</param>
public sealed record Leave(string? By, string? Refusal);

/// <summary>Asks the table of access for a person. Whatever changes something asks here first, whichever page or program it came from.</summary>
public sealed class Permits(Footprint footprint, AuditLog audit)
{
    /// <summary>Whether they may: for showing what can be done.</summary>
    public bool May(ClaimsPrincipal person, Act act, PlaceCode? place = null) => Look(person, act, place).By is not null;

    /// <summary>Whether they may about any place at all: for showing a page.</summary>
    public bool MaySomewhere(ClaimsPrincipal person, Act act) =>
        AccessRules.MaySomewhere(PersonClaims.GrantsOf(person), act, footprint);

    /// <summary>"Name, role" of who looks at a page, where they may; else null. A session may have ended while it was open: asked anew for whatever is done.</summary>
    public async Task<string?> ByAsync(Task<AuthenticationState>? signedIn, Act act, PlaceCode? place = null) =>
        signedIn is null ? null : Look((await signedIn).User, act, place).By;

    /// <summary>The same where they may about any place at all: for showing a form that asks for the place.</summary>
    public async Task<string?> SomewhereAsync(Task<AuthenticationState>? signedIn, Act act) =>
        signedIn is not null && (await signedIn).User is var person && MaySomewhere(person, act) ? PersonText.Of(person) : null;

    /// <summary>The same with the reason, and nothing written down: for showing it.</summary>
    public Leave Look(ClaimsPrincipal person, Act act, PlaceCode? place = null)
    {
        var rule = AccessTable.Of(act);
        if (PersonText.Of(person) is not { } by) return new Leave(null, $"Sign in to {rule.Words}: it carries your name.");
        return AccessRules.May(PersonClaims.GrantsOf(person), act, place, footprint)
            ? new Leave(by, null)
            : new Leave(null, AccessText.Refusal(rule, place is { } code && footprint.TryFind(code.ToString(), out var about) ? about : null, footprint));
    }

    /// <summary>The same for doing it: who is refused is written down.</summary>
    public Leave Ask(ClaimsPrincipal person, Act act, PlaceCode? place = null)
    {
        var leave = Look(person, act, place);
        if (leave.Refusal is { } refusal) audit.Note(person.AuditEntry(AuditKind.Refusal, act.ToString(), $"Refused: {refusal}", place));
        return leave;
    }

    /// <summary>About one of these places at least; a refusal is about the first.</summary>
    public Leave AskAny(ClaimsPrincipal person, Act act, params ReadOnlySpan<PlaceCode?> places)
    {
        foreach (var place in places)
        {
            if (place is not null && May(person, act, place)) return Look(person, act, place);
        }

        return Ask(person, act, places.IsEmpty ? null : places[0]);
    }

    /// <summary>About every one of these places; a refusal is about the first that is not theirs. About none, nobody may.</summary>
    public Leave AskAll(ClaimsPrincipal person, Act act, IReadOnlyCollection<PlaceCode> places)
    {
        foreach (var place in places)
        {
            if (!May(person, act, place)) return Ask(person, act, place);
        }

        return places.Count > 0 ? Look(person, act, places.First()) : Ask(person, act);
    }
}
