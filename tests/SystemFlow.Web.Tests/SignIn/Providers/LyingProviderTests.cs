using System.Web;
using SystemFlow.Web.SignIn.Providers;

namespace SystemFlow.Web.Tests.SignIn.Providers;

/// <summary>What an ID token must not get through with.</summary>
public sealed class LyingProviderTests
{
    [Theory]
    [InlineData("another audience")]
    [InlineData("another issuer")]
    [InlineData("expired")]
    [InlineData("not yet valid")]
    [InlineData("another nonce")]
    [InlineData("no nonce")]
    [InlineData("no subject")]
    [InlineData("a hash of another access token")]
    [InlineData("unsigned")]
    [InlineData("signature left out")]
    [InlineData("signed with the client's secret")]
    [InlineData("signed with another key")]
    [InlineData("user info of another person")]
    public async Task SignIn_ByATokenThatIsALie_LetsNobodyIn(string lie)
    {
        await using var liar = await LyingProvider.StartAsync();
        using var app = new FlowApp { Settings = RealProvider.SettingsOf(liar.Issuer) };
        await app.AccountAsync();
        using var visitor = new Visitor(app);
        using var other = new Visitor(app);

        var honest = await visitor.OpenAsync(await WayBackAsync(visitor, liar, lie: null));
        var lied = await other.OpenAsync(await WayBackAsync(other, liar, lie));

        Assert.Equal("/", honest.Location);
        Assert.NotNull(honest.Cookie);
        Assert.Equal((ProviderHosting.ProblemAddress(ProviderProblem.NotValid), null), (lied.Location, lied.Cookie));
    }

    /// <summary>Sets out to the provider, and answers the address that it sends the browser back to.</summary>
    internal static async Task<string> WayBackAsync(Visitor visitor, LyingProvider liar, string? lie, string returnUrl = "/")
    {
        var away = HttpUtility.ParseQueryString(new Uri((await visitor.OpenAsync($"/sign-in/provider?returnUrl={Uri.EscapeDataString(returnUrl)}")).Location!).Query);
        liar.Say(away["nonce"]!, lie);
        return $"{ProviderHosting.BackPath}?code=a-code&state={Uri.EscapeDataString(away["state"]!)}";
    }
}
