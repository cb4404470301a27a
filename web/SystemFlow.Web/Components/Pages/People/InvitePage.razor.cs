using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Operations.Invitations;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.People;

namespace SystemFlow.Web.Components.Pages.People;

/// <summary>Invites somebody to roles within the inviter's scope.</summary>
public sealed partial class InvitePage(InvitationDesk desk, InvitationMail mail, LinkRoot root, NavigationManager navigation) : IDisposable
{
    /// <summary>What to do with a link that was not mailed.</summary>
    internal const string PassOn = "Copy it now, and give it to them by a way that only they can read.";

    private readonly CancellationTokenSource _closed = new();
    private ClaimsPrincipal _person = new();
    private InvitationFields _fields = new();
    private ImmutableArray<(string Field, string Words)> _problems = [];
    private (string Title, string Words, string Address)? _link;

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (SignedIn is not null) _person = (await SignedIn).User;
    }

    private async Task InviteAsync()
    {
        var outcome = desk.Invite(_person, _fields);
        (_problems, _link) = (outcome.Problems, null);
        if (outcome.Secret is not { } secret) return;
        var draft = new InvitationDraft(_fields.Email.Trim(), _fields.Name.Trim(), _fields.Job.Trim(), _fields.Organisation.Trim(), _fields.Grants, _fields.Note.Trim());
        _fields = new InvitationFields();
        var by = PersonText.Of(_person) ?? "An administrator";
        var sent = await mail.SendAsync(draft, secret, by, TimeProvider.System.GetUtcNow(), _closed.Token);
        _link = ($"The link for {draft.Name}", sent ?? PassOn, root.For(navigation.BaseUri) + JoinDesk.LinkOf(secret));
    }
}
