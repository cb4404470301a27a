using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Access;
using SystemFlow.Operations.Accounts;
using SystemFlow.Web.Access;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.SignIn;

namespace SystemFlow.Web.Tests.SignIn;

/// <summary>What open pages take their visitors for, while accounts and sessions change under them.</summary>
public sealed class PageSessionTests : IDisposable
{
    private readonly FlowApp _app = new();

    public void Dispose() => _app.Dispose();

    private AccountBook Book => _app.Services.GetRequiredService<AccountBook>();

    [Fact]
    public async Task SignedOut_EveryOpenPageOfTheSessionIsNobodysAtOnce_AndOthersStay()
    {
        var ann = await _app.AccountAsync();
        var (session, other) = (await BeginAsync(ann), await BeginAsync(ann));
        await using var one = Open(session);
        await using var two = Open(session);
        await using var elsewhere = Open(other);

        await Book.EndSessionAsync(session.Id, ann.Words);

        Assert.Null(await one.PersonAsync());
        Assert.Null(await two.PersonAsync());
        Assert.Equal("Ann Other, site lead", await elsewhere.PersonAsync());
    }

    [Fact]
    public async Task Suspended_OpenPagesAreNobodysAtOnce()
    {
        var ann = await _app.AccountAsync();
        await using var page = Open(await BeginAsync(ann));
        Assert.Equal("Ann Other, site lead", await page.PersonAsync());

        await Book.SuspendAsync(ann.Id, isSuspended: true, "A test");

        Assert.Null(await page.PersonAsync());
    }

    [Fact]
    public async Task GrantsThatChange_CountInOpenPagesAtOnce()
    {
        var ann = await _app.AccountAsync();
        await using var page = Open(await BeginAsync(ann));

        await Book.SetGrantsAsync(ann.Id, [new Grant(Role.Viewer, Testing.A.Lister)]);

        Assert.Equal(["Viewer RWH01"], PersonClaims.GrantsOf(await page.WhoAsync()).Select(grant => grant.ToString()));
    }

    private Task<Session> BeginAsync(Account account) => Book.BeginSessionAsync(account.Id, null, "Firefox on Linux", "password", isStrong: false);

    private OpenCircuit Open(Session session)
    {
        var scope = _app.Services.CreateAsyncScope();
        var provider = (ServerAuthenticationStateProvider)scope.ServiceProvider.GetRequiredService<AuthenticationStateProvider>();
        var person = _app.Services.GetRequiredService<SessionPrincipals>().Of(session.Id)!;
        provider.SetAuthenticationState(Task.FromResult(new AuthenticationState(person)));
        return new OpenCircuit(scope, provider);
    }

    private sealed record OpenCircuit(AsyncServiceScope Scope, AuthenticationStateProvider Provider) : IAsyncDisposable
    {
        public async Task<ClaimsPrincipal> WhoAsync() => (await Provider.GetAuthenticationStateAsync()).User;

        public async Task<string?> PersonAsync() => PersonText.Of(await WhoAsync());

        public ValueTask DisposeAsync() => Scope.DisposeAsync();
    }
}
