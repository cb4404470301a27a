using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Audit;
using SystemFlow.Web.Access;
using SystemFlow.Web.People;
using SystemFlow.Web.SignIn;

namespace SystemFlow.Web.Components.Pages.People;

/// <summary>One person's access: what they may do, how they sign in, and everything that an administrator can do about it.</summary>
public sealed partial class PersonPage(
    AccountBook book, PeopleDesk desk, AuditLog audit, IOptions<PeopleOptions> options, Footprint footprint, LinkRoot root,
    NavigationManager navigation) : IDisposable
{
    private const int LinesShown = 50;

    private readonly CancellationTokenSource _closed = new();
    private ClaimsPrincipal _person = new();
    private Account? _account;
    private PersonRow? _row;
    private ImmutableArray<Grant> _grants = [];
    private ImmutableArray<Grant> _loaded = [];
    private ImmutableArray<AuditLine>? _history = [];
    private ImmutableArray<(string Field, string Words)> _problems = [];
    private DateTimeOffset _now;
    private int _sessions;
    private string _name = "";
    private string _job = "";
    private string _organisation = "";
    private string? _done;
    private string? _link;
    private Asking? _asked;

    /// <summary>The account's id.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    private bool IsOwn => PersonClaims.AccountOf(_person) == Id;

    private bool MayManage => _account is { } account && desk.MayManage(_person, account);

    private IEnumerable<Asking> Offered
    {
        get
        {
            var name = _account!.Name;
            if (!_account.IsSuspended)
            {
                yield return new("Make a link to choose a password", $"{name} chooses a password by it, once, within {(int)AccountBook.ResetWorks.TotalHours} hours. A link from before works no more. Their sessions end when they use it.",
                    "Make the link", false, () => desk.ResetAsync(_person, Id), $"{name} can choose a password by the link.");
            }

            if (_sessions > 0)
            {
                yield return new("End their sessions", $"{name} is signed out everywhere, at once, and can sign in again.", "End all sessions", false,
                    () => desk.EndSessionsAsync(_person, Id), $"{name} is signed out everywhere.");
            }

            if (_account.HasSecondFactor)
            {
                yield return new("Take their second factor away", $"For a phone that was lost: make sure that it is {name} who asks, by a way that you know. They are signed out everywhere, and set up another when they sign in.",
                    "Yes, take it away", true, () => desk.EndSecondFactorAsync(_person, Id), $"{name} has no second factor any more.");
            }

            yield return _account.IsSuspended
                ? new("Let them back in", $"{name} may sign in again, with the roles above.", "Let them back in", false, () => desk.SuspendAsync(_person, Id, false), $"{name} may sign in again.")
                : new("Suspend", $"{name} is signed out everywhere at once and cannot sign in until somebody lets them back in. Roles and history stay.", $"Yes, suspend {name}", true,
                    () => desk.SuspendAsync(_person, Id, true), $"{name} is suspended.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        book.Changed -= Heard;
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (SignedIn is not null) _person = (await SignedIn).User;
        Look();
        if (_account is null) navigation.NotFound();
        else (_grants, _loaded, _name, _job, _organisation) = (_account.Grants, _account.Grants, _account.Name, _account.Job, _account.Organisation);
        await ReadAsync();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) book.Changed += Heard;
    }

    private void Heard(string account)
    {
        if (account != Id) return;
        _ = InvokeAsync(() =>
        {
            if (_closed.IsCancellationRequested) return;
            Look();
            StateHasChanged();
        });
    }

    private void Look()
    {
        _now = TimeProvider.System.GetUtcNow();
        _account = book.Find(Id) is { } found && (IsOwn || GrantRules.MaySee(PersonClaims.GrantsOf(_person), found.Grants, footprint)) ? found : null;
        if (_account is null) return;
        _row = PeopleList.Of([_account], _account.Grants.AddRange(PersonClaims.GrantsOf(_person)), options.Value.Rules, footprint, _now).FirstOrDefault()
            ?? new PersonRow(_account, PeopleList.StateOf(_account, _now), []);
        _sessions = book.Sessions(Id).Length;
    }

    private async Task ReadAsync()
    {
        if (_account is null) return;
        try
        {
            var about = await audit.ReadAsync(new AuditQuestion { Words = [PeopleDesk.PathOf(Id)] }, LinesShown, _closed.Token);
            var own = await audit.ReadAsync(new AuditQuestion { Person = Id }, LinesShown, _closed.Token);
            _history =
            [
                .. about.Concat(own.Where(line => line.Entry.Kind is AuditKind.SignIn or AuditKind.SignOut or AuditKind.Account or AuditKind.Session))
                    .DistinctBy(line => line.Number).OrderByDescending(line => line.Number).Take(LinesShown),
            ];
        }
        catch (AuditException)
        {
            _history = null;
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The page is gone.
        }
    }

    private async Task SaveRolesAsync()
    {
        await TakeAsync(await desk.ChangeGrantsAsync(_person, Id, [.. _grants.Except(_loaded)], [.. _loaded.Except(_grants)]), "Their roles are saved, and hold from now on.");
        if (_problems.IsEmpty) _grants = _loaded = _account?.Grants ?? [];
    }

    private async Task NameAsync() => await TakeAsync(await desk.NameAsync(_person, Id, _name, _job, _organisation), "Who they are is saved.");

    private async Task ReviewAsync() => await TakeAsync(await desk.ReviewAsync(_person, [Id]), $"{_account?.Name} is still needed.");

    private void Ask(Asking asking) => (_asked, _done, _problems, _link) = (asking, null, [], null);

    private async Task DoAsync(Asking asking)
    {
        _asked = null;
        var outcome = await asking.Act();
        await TakeAsync(outcome, asking.Done);
        if (outcome.Secret is { } secret) _link = root.For(navigation.BaseUri) + SignInHosting.ResetPath + Uri.EscapeDataString(secret);
    }

    private async Task TakeAsync(PeopleOutcome outcome, string done)
    {
        (_problems, _done, _link) = (outcome.Problems, outcome.Problems.IsEmpty ? done : null, null);
        Look();
        await ReadAsync();
    }

    /// <summary>Something that is asked twice before it is done.</summary>
    private sealed record Asking(string Title, string Words, string Button, bool IsGrave, Func<Task<PeopleOutcome>> Act, string Done);
}
