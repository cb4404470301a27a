using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace SystemFlow.Web.SignIn;

/// <summary>
/// Who an open page takes its visitor for. It asks no server again by itself, so it forgets them after 12 hours, as the
/// cookie does, and when the password was changed.
/// </summary>
internal sealed class PageSession(SignInDesk desk, ILoggerFactory loggers, TimeProvider time)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    private readonly long _opened = time.GetTimestamp();

    /// <inheritdoc/>
    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    protected override Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        Task.FromResult(time.GetElapsedTime(_opened) < SignInHosting.Lifetime && desk.IsStill(authenticationState.User));
}
