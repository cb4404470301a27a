using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Walls;
using SystemFlow.Web.Access;
using SystemFlow.Web.Hosting;
using SystemFlow.Web.Walls;

namespace SystemFlow.Web.SignIn;

/// <summary>
/// Who an open page takes its visitor for. It asks no server again by itself, so it is told as soon as the account or the session changes, and looks
/// once a minute whether the session's time is over. Who is nobody any more looks on as a visitor, where visitors may.
/// </summary>
internal sealed class PageSession : RevalidatingServerAuthenticationStateProvider
{
    private readonly AccountBook _book;
    private readonly SessionPrincipals _principals;
    private readonly ClaimsPrincipal _nobody;
    private readonly WallBook _walls;
    private string? _account;

    public PageSession(
        AccountBook book, WallBook walls, SessionPrincipals principals, SecondFactorNeed need, IOptions<AccessOptions> access, Footprint footprint, ILoggerFactory loggers)
        : base(loggers)
    {
        (_book, _walls, _principals) = (book, walls, principals);
        var isOpen = access.Value.Anonymous is { } said ? said == "viewer" : need.IsThisMachineOnly;
        _nobody = isOpen ? PersonClaims.Visitor(footprint.Root.Code) : new ClaimsPrincipal(new ClaimsIdentity());
        AuthenticationStateChanged += Note;
        book.Changed += LookIfTheirs;
        walls.Changed += LookAgain;
    }

    /// <inheritdoc/>
    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        await LookAsync();
        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _book.Changed -= LookIfTheirs;
        _walls.Changed -= LookAgain;
        AuthenticationStateChanged -= Note;
        base.Dispose(disposing);
    }

    private async void Note(Task<AuthenticationState> state)
    {
        try
        {
            _account = PersonClaims.AccountOf((await state).User);
        }
        catch (Exception)
        {
            _account = null; // Whoever awaits the state itself is told.
        }
    }

    private void LookIfTheirs(string account)
    {
        if (account == _account) _ = LookAsync();
    }

    private void LookAgain() => _ = LookAsync();

    private async Task LookAsync()
    {
        var before = (await GetAuthenticationStateAsync()).User;
        if (WallClaims.IdOf(before) is var (wall, mark))
        {
            if (_walls.Live(wall, mark) is null) SetAuthenticationState(Task.FromResult(new AuthenticationState(_nobody)));
            else _walls.Touch(wall);
            return;
        }

        if (PersonClaims.SessionOf(before) is not { } session) return;
        var now = _principals.Of(session) ?? _nobody;
        if (Said(before).SequenceEqual(Said(now))) return;
        SetAuthenticationState(Task.FromResult(new AuthenticationState(now)));
    }

    private static IEnumerable<(string, string)> Said(ClaimsPrincipal person) => person.Claims.Select(claim => (claim.Type, claim.Value));
}
