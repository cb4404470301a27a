using System.Collections.Immutable;
using System.Security.Claims;
using System.Text.RegularExpressions;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Invitations;
using SystemFlow.Web.Access;
using SystemFlow.Web.Audit;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.People;

/// <summary>What is filled in to invite somebody.</summary>
public sealed class InvitationFields
{
    /// <summary>Their work e-mail address.</summary>
    public string Email { get; set; } = "";

    /// <summary>As colleagues know them.</summary>
    public string Name { get; set; } = "";

    /// <summary>What they do, in words.</summary>
    public string Job { get; set; } = "";

    /// <summary>Whom they work for, in words.</summary>
    public string Organisation { get; set; } = "";

    /// <summary>What to tell them.</summary>
    public string Note { get; set; } = "";

    /// <summary>What they are to do.</summary>
    public ImmutableArray<Grant> Grants { get; set; } = [];
}

/// <summary>Invites people, to roles within the inviter's own scope.</summary>
public sealed partial class InvitationDesk(InvitationBook invitations, AccountBook book, Footprint footprint, Permits permits, AuditLog audit)
{
    /// <summary>The page to invite somebody.</summary>
    public const string Path = "/people/invite";

    /// <summary>The longest note, in characters.</summary>
    public const int LongestNote = 500;

    /// <summary>The longest address, in characters (RFC 5321).</summary>
    public const int LongestEmail = 254;

    /// <summary>Invites somebody.</summary>
    public PeopleOutcome Invite(ClaimsPrincipal person, InvitationFields fields)
    {
        ImmutableArray<(string, string)> problems = [.. ProblemsOf(fields)];
        if (!problems.IsEmpty) return new PeopleOutcome(problems);
        if (book.Find(PersonClaims.AccountOf(person)) is { } own && string.Equals(own.UserName, fields.Email.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            return new PeopleOutcome([("email", "You cannot invite yourself. Ask another administrator for more roles")]);
        }

        var draft = new InvitationDraft(
            fields.Email.Trim(), fields.Name.Trim(), fields.Job.Trim(), fields.Organisation.Trim(), [.. fields.Grants.Distinct()], fields.Note.Trim());
        return Do(person, draft, $"Invited {draft.Email} ({draft.Name}, {draft.Job}) to be {RolesOf(draft)}.", (by, account) => invitations.Issue(draft, by, account).Secret);
    }

    /// <summary>Gives an invitation another link and all its days again.</summary>
    public PeopleOutcome Renew(ClaimsPrincipal person, long id) => About(id) is not { } invitation ? Gone
        : Do(person, invitation.Draft, $"Made a new link for the invitation of {invitation.Draft.Email}; the one before works no more.", (by, account) => invitations.Renew(id, by, account));

    /// <summary>Takes an invitation back.</summary>
    public PeopleOutcome Withdraw(ClaimsPrincipal person, long id) => About(id) is not { } invitation ? Gone
        : Do(person, invitation.Draft, $"Withdrew the invitation of {invitation.Draft.Email}.", (by, _) =>
        {
            invitations.Withdraw(id, by);
            return null;
        });

    private static PeopleOutcome Gone => new([("", "There is no such invitation.")]);

    private Invitation? About(long id) => invitations.Find(id);

    private string RolesOf(InvitationDraft draft) => string.Join("; ", draft.Grants.Select(grant => AccessText.Of(grant, footprint)));

    private static IEnumerable<(string Field, string Words)> ProblemsOf(InvitationFields fields)
    {
        var email = fields.Email.Trim();
        if (email.Length == 0) yield return ("email", "Enter their work e-mail address");
        else if (email.Length > LongestEmail || !Address.IsMatch(email)) yield return ("email", "Enter an e-mail address such as jo.smith@nhs.net");
        foreach (var problem in PeopleDesk.WordsProblems(fields.Name, fields.Job, fields.Organisation)) yield return problem;
        if (fields.Grants.IsEmpty) yield return ("grant-role", "Add at least one role");
        if (FreeText.ProblemOf(fields.Note, "the note", LongestNote, isNeeded: false) is { } note) yield return ("note", note.TrimEnd('.'));
    }

    private PeopleOutcome Do(ClaimsPrincipal person, InvitationDraft draft, string words, Func<string, string, string?> act)
    {
        var leave = permits.AskAll(person, Act.ManagePeople, [.. draft.Grants.Select(grant => grant.Scope)]);
        if (leave.By is not { } by) return new PeopleOutcome([("", leave.Refusal!)]);
        if (PersonClaims.AccountOf(person) is not { } account) return new PeopleOutcome([("", "Sign in again: your session has ended.")]);
        var line = person.AuditEntry(AuditKind.Invitation, Path, words, draft.Grants.Length == 1 ? draft.Grants[0].Scope : null);
        return PeopleOutcome.Of(audit, line, () => act(by, account));
    }

    // What Identity takes for a user name, with a host behind it.
    [GeneratedRegex(@"^[A-Za-z0-9._+'\-]{1,64}@[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,}\z")]
    private static partial Regex Address { get; }
}
