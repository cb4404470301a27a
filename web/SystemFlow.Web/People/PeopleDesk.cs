using System.Collections.Immutable;
using System.Security.Claims;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Audit;
using SystemFlow.Web.Access;
using SystemFlow.Web.Audit;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.SignIn;

namespace SystemFlow.Web.People;

/// <summary>What became of a change.</summary>
/// <param name="Problems">What kept it from being done, each with the field that it is about, empty for none; empty when it is done.</param>
/// <param name="Secret">A link's secret, to be shown this once; null where there is none.</param>
public sealed record PeopleOutcome(ImmutableArray<(string Field, string Words)> Problems, string? Secret = null)
{
    /// <summary>Nothing was done, for a reason that is about no field.</summary>
    internal static PeopleOutcome Problem(string words) => new([("", words)]);

    /// <summary>Does a change once it is written down: first the line, then the change; a line more where it was not done after all.</summary>
    /// <param name="change">Answers the secret to be shown once, if there is one.</param>
    internal static PeopleOutcome Of(AuditLog audit, AuditEntry line, Func<string?> change)
    {
        try
        {
            audit.Keep(line);
            return new PeopleOutcome([], change());
        }
        catch (Exception error) when (error is AuditException or AccountException)
        {
            return NotDone(audit, line, error);
        }
    }

    /// <inheritdoc cref="Of"/>
    internal static async Task<PeopleOutcome> OfAsync(AuditLog audit, AuditEntry line, Func<Task<string?>> change)
    {
        try
        {
            audit.Keep(line);
            return new PeopleOutcome([], await change());
        }
        catch (Exception error) when (error is AuditException or AccountException)
        {
            return NotDone(audit, line, error);
        }
    }

    private static PeopleOutcome NotDone(AuditLog audit, AuditEntry line, Exception error)
    {
        if (error is AccountException) audit.Note(AuditLog.Undone(line, error.Message));
        return Problem(error.Message);
    }
}

/// <summary>
/// What administrators do about people: within their own scope, never to themselves. Each change is in the audit before it is made.
/// </summary>
public sealed class PeopleDesk(AccountBook book, Footprint footprint, Permits permits, AuditLog audit)
{
    /// <summary>The page of everybody.</summary>
    public const string Path = "/people";

    private const string Own = "You cannot do this to yourself. Ask another administrator.";

    /// <summary>The page of one person.</summary>
    public static string PathOf(string account) => $"{Path}/{account}";

    /// <summary>Gives and takes roles of somebody. Whatever else they may do, elsewhere or given meanwhile, stays as it is.</summary>
    public Task<PeopleOutcome> ChangeGrantsAsync(ClaimsPrincipal person, string id, ImmutableArray<Grant> given, ImmutableArray<Grant> taken)
    {
        if (given.IsEmpty && taken.IsEmpty) return Task.FromResult(new PeopleOutcome([("grant-role", "Nothing was changed. Add or remove a role first")]));
        ImmutableArray<Grant> After(Account account) => [.. account.Grants.Except(taken).Union(given)];
        return DoAsync(
            person, id, AuditKind.Grant, [.. given.Concat(taken).Select(grant => grant.Scope).Distinct()],
            account => $"{account.Words} may from now on: {RolesOf(After(account))}. Before: {RolesOf(account.Grants)}.",
            async _ =>
            {
                await book.SetGrantsAsync(id, After(book.Find(id)!));
                return null;
            });
    }

    /// <summary>Says who somebody is, in words.</summary>
    public Task<PeopleOutcome> NameAsync(ClaimsPrincipal person, string id, string? name, string? job, string? organisation)
    {
        ImmutableArray<(string, string)> problems = [.. WordsProblems(name, job, organisation)];
        return problems.IsEmpty
            ? DoAsync(person, id, AuditKind.Account, null, account => $"{account.Words} is called {name!.Trim()}, {job!.Trim()} from now on.", async _ =>
            {
                await book.NameAsync(id, name!, job!, organisation ?? "");
                return null;
            })
            : Task.FromResult(new PeopleOutcome(problems));
    }

    /// <summary>Keeps somebody out, or lets them in again.</summary>
    public Task<PeopleOutcome> SuspendAsync(ClaimsPrincipal person, string id, bool isSuspended) => DoAsync(
        person, id, AuditKind.Account, null, account => isSuspended ? $"Suspended {account.Words}; all their sessions ended." : $"Let {account.Words} back in.", async by =>
        {
            await book.SuspendAsync(id, isSuspended, by);
            return null;
        });

    /// <summary>Ends every session of somebody.</summary>
    public Task<PeopleOutcome> EndSessionsAsync(ClaimsPrincipal person, string id) => DoAsync(
        person, id, AuditKind.Session, null, account => $"Ended every session of {account.Words}.", async by =>
        {
            await book.EndAllAsync(id, by);
            return null;
        });

    /// <summary>Makes a link by which somebody chooses a password, once, within 24 hours.</summary>
    public Task<PeopleOutcome> ResetAsync(ClaimsPrincipal person, string id) => DoAsync(
        person, id, AuditKind.Account, null, account => $"Made a link for {account.Words} to choose a password by.", by => IssueAsync(id, by));

    /// <summary>Takes somebody's second factor away, because they lost it: their sessions end, and they set up another.</summary>
    public Task<PeopleOutcome> EndSecondFactorAsync(ClaimsPrincipal person, string id) => DoAsync(
        person, id, AuditKind.Account, null, account => $"Took the second factor of {account.Words} away, as lost; all their sessions ended.", async by =>
        {
            await book.EndSecondFactorAsync(id);
            await book.EndAllAsync(id, by);
            return null;
        });

    /// <summary>Says of people that their access is still needed.</summary>
    public async Task<PeopleOutcome> ReviewAsync(ClaimsPrincipal person, IEnumerable<string> ids)
    {
        var problems = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var id in ids)
        {
            var outcome = await DoAsync(person, id, AuditKind.Account, null, account => $"Reviewed the access of {account.Words} ({RolesOf(account.Grants)}): still needed.", async by =>
            {
                await book.ReviewAsync(id, by);
                return null;
            });
            problems.AddRange(outcome.Problems);
        }

        return new PeopleOutcome(problems.ToImmutable());
    }

    /// <summary>Whether somebody may manage all of a person: everything but single roles takes that.</summary>
    public bool MayManage(ClaimsPrincipal person, Account account) =>
        PersonClaims.AccountOf(person) != account.Id && GrantRules.MayManage(PersonClaims.GrantsOf(person), account.Grants, footprint);

    internal static IEnumerable<(string Field, string Words)> WordsProblems(string? name, string? job, string? organisation)
    {
        if (LineProblem(name, "their name") is { } wrongName) yield return ("name", wrongName);
        if (LineProblem(job, "their role in words, such as site lead") is { } wrongJob) yield return ("job", wrongJob);
        if (LineProblem(organisation, "their organisation", isNeeded: false) is { } wrongOrganisation) yield return ("organisation", wrongOrganisation);
    }

    private static string? LineProblem(string? text, string what, bool isNeeded = true) =>
        text?.Any(char.IsControl) is true ? $"Enter {what} on one line" : FreeText.ProblemOf(text, what, AccountDesk.LongestName, isNeeded)?.TrimEnd('.');

    private async Task<string?> IssueAsync(string id, string by) => await book.IssueResetAsync(id, by);

    private string RolesOf(ImmutableArray<Grant> grants) =>
        grants.IsEmpty ? "nothing" : string.Join("; ", grants.Select(grant => AccessText.Of(grant, footprint)));

    // About single roles: their places. About the person: all that the person is, so that nobody gets hold of what is beyond them.
    private async Task<PeopleOutcome> DoAsync(
        ClaimsPrincipal person, string id, AuditKind kind, ImmutableArray<PlaceCode>? touched, Func<Account, string> words, Func<string, Task<string?>> change)
    {
        if (book.Find(id) is not { } account) return PeopleOutcome.Problem("There is no such account.");
        var places = touched ?? (account.Grants.IsEmpty ? [footprint.Root.Code] : [.. account.Grants.Select(grant => grant.Scope)]);
        var leave = permits.AskAll(person, Act.ManagePeople, places);
        if (leave.By is not { } by) return PeopleOutcome.Problem(leave.Refusal!);
        if (PersonClaims.AccountOf(person) == id)
        {
            audit.Note(person.AuditEntry(AuditKind.Refusal, PathOf(id), "Refused: what administrators do about people, about themselves."));
            return PeopleOutcome.Problem(Own);
        }

        var line = person.AuditEntry(kind, PathOf(id), words(account), places.Length == 1 ? places[0] : null);
        return await PeopleOutcome.OfAsync(audit, line, () => change(by));
    }
}
