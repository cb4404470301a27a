using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Invitations;
using SystemFlow.Web.Access;
using SystemFlow.Web.People;

namespace SystemFlow.Web.Components.Pages.People;

/// <summary>Who may sign in and what they may do, as far as the looker manages people; who is due for review; invitations.</summary>
public sealed partial class PeoplePage(
    AccountBook book, InvitationBook invitations, PeopleDesk desk, InvitationDesk invites, InvitationMail mail, IOptions<PeopleOptions> options,
    Footprint footprint, LinkRoot root, NavigationManager navigation) : IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private ClaimsPrincipal _person = new();
    private PeopleFilter _filter = new("", null, null, null, false);
    private ImmutableArray<PersonRow> _all = [];
    private ImmutableArray<PersonRow> _rows = [];
    private ImmutableArray<Invitation> _invitations = [];
    private ImmutableArray<(string Field, string Words)> _problems = [];
    private DateTimeOffset _now;
    private int _dueOfAll;
    private bool _isSure;
    private string? _done;
    private (string Title, string Words, string Address)? _link;

    /// <summary>Words.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Text { get; set; }

    /// <summary>A place's code.</summary>
    [SupplyParameterFromQuery]
    public string? Place { get; set; }

    /// <summary>A role.</summary>
    [SupplyParameterFromQuery]
    public string? Role { get; set; }

    /// <summary>A state, or <c>Due</c>.</summary>
    [SupplyParameterFromQuery]
    public string? State { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    private IReadOnlyList<string> Reviewable => [.. _rows.Where(row => desk.MayManage(_person, row.Account)).Select(row => row.Account.Id)];

    /// <inheritdoc/>
    public void Dispose()
    {
        book.Changed -= Heard;
        invitations.Changed -= HeardOfInvitation;
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (SignedIn is not null) _person = (await SignedIn).User;
        _filter = PeopleFilter.Of(footprint, Text, Place, Role, State);
        _isSure = false;
        Look();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender) return;
        book.Changed += Heard;
        invitations.Changed += HeardOfInvitation;
    }

    private void Heard(string account) => HeardOfInvitation();

    private void HeardOfInvitation() => _ = InvokeAsync(() =>
    {
        if (_closed.IsCancellationRequested) return;
        Look();
        StateHasChanged();
    });

    private void Look()
    {
        _now = TimeProvider.System.GetUtcNow();
        var grants = PersonClaims.GrantsOf(_person);
        _all = PeopleList.Of(book.All, grants, options.Value.Rules, footprint, _now);
        _dueOfAll = _all.Count(row => !row.Due.IsEmpty);
        _rows = [.. _all.Where(row => _filter.Holds(row, footprint))];
        _invitations =
        [
            .. invitations.All.Where(invitation => invitation.At(_now) is InvitationState.Open or InvitationState.Over
                && GrantRules.MayManage(grants, invitation.Draft.Grants, footprint)),
        ];
    }

    private async Task ReviewAsync(IReadOnlyList<string> ids)
    {
        _isSure = false;
        Take(await desk.ReviewAsync(_person, ids), ids.Count == 1 ? $"{book.Find(ids[0])?.Name} is still needed." : $"{ids.Count} people are still needed.");
    }

    private async Task RenewAsync(Invitation invitation)
    {
        var outcome = invites.Renew(_person, invitation.Id);
        Take(outcome, $"{invitation.Draft.Email} has a new link; the one before works no more.");
        if (outcome.Secret is not { } secret) return;
        var sent = await mail.SendAsync(invitation.Draft, secret, invitation.MadeBy, TimeProvider.System.GetUtcNow(), _closed.Token);
        _link = ($"The link for {invitation.Draft.Name}", sent ?? InvitePage.PassOn, root.For(navigation.BaseUri) + JoinDesk.LinkOf(secret));
    }

    private void WithdrawAsync(Invitation invitation) =>
        Take(invites.Withdraw(_person, invitation.Id), $"The invitation of {invitation.Draft.Email} is withdrawn: its link works no more.");

    private void Take(PeopleOutcome outcome, string done)
    {
        (_problems, _done, _link) = (outcome.Problems, outcome.Problems.IsEmpty ? done : null, null);
        Look();
    }
}
