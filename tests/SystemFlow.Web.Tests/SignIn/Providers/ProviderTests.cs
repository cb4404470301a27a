using System.Web;
using SystemFlow.Web.SignIn.Providers;

namespace SystemFlow.Web.Tests.SignIn.Providers;

/// <summary>The whole way in by a real provider, and every way that it must not go.</summary>
public sealed class ProviderTests
{
    public const string Email = "ann.other@example.nhs.uk";

    [Fact]
    public async Task SignIn_ByAProvider_EndsOnThePageThatWasWanted()
    {
        using var provider = await RealProvider.StartAsync();
        using var app = new FlowApp { Settings = provider.Settings };
        using var visitor = new Visitor(app);

        var away = await visitor.OpenAsync("/sign-in/provider?returnUrl=%2Frota");
        var back = await provider.VisitAsync(away.Location!, Ann());
        var page = await visitor.OpenAsync(back);

        Assert.Equal((302, "/rota"), (page.Status, page.Location));
    }

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
        using var visitor = new Visitor(app);

        var honest = await visitor.OpenAsync(await WayBackAsync(visitor, liar, lie: null));
        using var other = new Visitor(app);
        var lied = await other.OpenAsync(await WayBackAsync(other, liar, lie));

        Assert.Equal("/", honest.Location);
        Assert.NotNull(honest.Cookie);
        Assert.Equal((ProviderHosting.ProblemAddress(ProviderProblem.NotValid), null), (lied.Location, lied.Cookie));
    }

    internal static Dictionary<string, string> Ann() => new()
    {
        ["sub"] = "ann", ["email"] = Email, ["email_verified"] = "true", ["name"] = "Ann Other",
    };

    private static async Task<string> WayBackAsync(Visitor visitor, LyingProvider liar, string? lie)
    {
        var away = HttpUtility.ParseQueryString(new Uri((await visitor.OpenAsync("/sign-in/provider")).Location!).Query);
        liar.Say(away["nonce"]!, lie);
        return $"{ProviderHosting.BackPath}?code=a-code&state={Uri.EscapeDataString(away["state"]!)}";
    }
}
