using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using SystemFlow.Web.Hosting;

namespace SystemFlow.Web.Tests.Api;

/// <summary>What a browser gets: headers that guard it, and files that we did not write.</summary>
public sealed class SiteTests(FlowApp app) : IClassFixture<FlowApp>
{
    private const int HundredKilobytes = 100_000;

    [Theory]
    [InlineData("/")]
    [InlineData("/api/v1/places")]
    [InlineData("/css/base.css")]
    [InlineData("/nowhere")]
    public async Task Answer_OfAnyKind_LetsScriptsComeFromHereAloneAndNobodyFrameIt(string path)
    {
        var headers = (await app.GetAsync(path)).Headers;

        var policy = headers.GetValues("Content-Security-Policy").Single().Split(
            ';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("script-src 'self'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Equal("nosniff", Assert.Single(headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("/_framework/blazor.web.js", "text/javascript")]
    [InlineData("/lib/apexcharts/apexcharts.esm.js", "text/javascript")]
    [InlineData("/lib/nhsuk-frontend/nhsuk-frontend.min.css", "text/css")]
    public async Task File_OfOthers_IsServedWhole(string path, string type)
    {
        var answer = await app.GetAsync(path);

        Assert.Equal((200, type), (answer.Status, answer.Type));
        Assert.True(answer.Bytes > HundredKilobytes, $"{path} has {answer.Bytes} bytes.");
    }

    [Fact]
    public async Task Style_ThatTheChartsBring_IsTheOneThatThePolicyLetsThem()
    {
        var script = (await app.GetAsync("/lib/apexcharts/apexcharts.esm.js")).Text;
        var literal = Regex.Match(script[script.IndexOf("getLegendStyles", StringComparison.Ordinal)..], @"createTextNode\(""((?:\\.|[^""\\])*)""\)").Groups[1].Value;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Regex.Unescape(literal))));

        Assert.Equal(SecurityHeaders.ChartStyle, $"sha256-{hash}");
    }

    [Fact]
    public async Task Policy_LetsNoInlineScriptAndNoInlineStyleElementThrough()
    {
        var policy = Assert.Single((await app.GetAsync("/")).Headers.GetValues("Content-Security-Policy"));

        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src 'self' 'unsafe-inline'", policy, StringComparison.Ordinal);
        Assert.Contains($"style-src-elem 'self' '{SecurityHeaders.ChartStyle}';", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_ThatTheStyleDrawsASearchBoxWith_IsServed()
    {
        var answer = await app.GetAsync("/assets/images/nhsuk-icon-cross.svg");

        Assert.Equal((200, "image/svg+xml"), (answer.Status, answer.Type));
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task Health_OfARunningProgram_IsGood(string path)
    {
        var answer = await app.GetAsync(path);

        Assert.Equal(200, answer.Status);
    }
}
