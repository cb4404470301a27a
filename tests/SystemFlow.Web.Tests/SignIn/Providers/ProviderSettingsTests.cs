using System.Collections.Immutable;
using System.Security.Claims;
using SystemFlow.Web.SignIn.Providers;

namespace SystemFlow.Web.Tests.SignIn.Providers;

public sealed class ProviderSettingsTests
{
    [Fact]
    public void Check_NoProvider_IsRight() => Assert.True(new ProviderCheck().Validate(null, new ProviderOptions()).Succeeded);

    [Fact]
    public void Check_AWholeProvider_IsRight() => Assert.Empty(ProblemsOf(_ => { }));

    [Fact]
    public void Check_HalfAProvider_NamesEachKeyThatIsMissing()
    {
        var problems = new ProviderCheck().Validate(null, new ProviderOptions { Name = "Microsoft" }).Failures!.ToList();

        Assert.Equal(3, problems.Count);
        Assert.All(problems.Zip((string[])["Authority", "ClientId", "ClientSecret"]), pair =>
            Assert.Contains($"SignIn:Provider:{pair.Second} is missing", pair.First, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://login.example.org", false)]
    [InlineData("http://localhost.example.org", false)]
    [InlineData("ftp://login.example.org", false)]
    [InlineData("https://login.example.org/?tenant=a", false)]
    [InlineData("https://a:b@login.example.org", false)]
    [InlineData("https://login.example.org/tenant/v2.0", true)]
    [InlineData("http://127.0.0.1:3000", true)]
    [InlineData("http://localhost:3000", true)]
    [InlineData("http://[::1]:3000", true)]
    public void Check_AnAddressThatCanBeListenedInOn_IsRefused(string authority, bool isRight)
    {
        var problems = ProblemsOf(options => options.Authority = authority);

        Assert.Equal(isRight, problems.IsEmpty);
        if (!isRight) Assert.Contains("SignIn:Provider:Authority", problems.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, null, "", true)]
    [InlineData("AAL2 AAL3", null, "AAL2", "", true)]
    [InlineData("AAL3", null, "AAL2", "", false)]
    [InlineData("AAL3", null, null, "", false)]
    [InlineData(null, "mfa", null, "pwd mfa", true)]
    [InlineData(null, "mfa", null, "pwd", false)]
    [InlineData("AAL3", "mfa", "AAL3", "pwd", false)]
    public void Arrival_IsAsDemanded_ByWhatCameBack(string? acr, string? amr, string? cameAcr, string cameAmr, bool isAsDemanded)
    {
        var arrival = new ProviderArrival("i", "s", "a@example.org", true, null, cameAcr, [.. cameAmr.Split(' ')]);

        Assert.Equal(isAsDemanded, arrival.IsAsDemanded(new ProviderOptions { RequiredAcr = acr, RequiredAmr = amr }));
    }

    [Theory]
    [InlineData("true", false, true)]
    [InlineData("True", false, true)]
    [InlineData("false", false, false)]
    [InlineData(null, false, false)]
    [InlineData(null, true, true)]
    public void Arrival_AnAddressIsTheirs_OnlyWhenSomebodyVouchesForIt(string? verified, bool isTrusted, bool isTheirs)
    {
        Claim[] claims = [new("iss", "i"), new("sub", "s"), new("email", "a@example.org"), .. verified is null ? [] : (Claim[])[new("email_verified", verified)]];

        var arrival = ProviderArrival.Of(new ClaimsPrincipal(new ClaimsIdentity(claims)), new ProviderOptions { TrustsEmail = isTrusted });

        Assert.Equal(isTheirs, arrival!.IsEmailTheirs);
    }

    private static ImmutableArray<string> ProblemsOf(Action<ProviderOptions> change)
    {
        var options = new ProviderOptions { Name = "Microsoft", Authority = "https://login.example.org", ClientId = "a", ClientSecret = "b" };
        change(options);
        return [.. new ProviderCheck().Validate(null, options).Failures ?? []];
    }
}
