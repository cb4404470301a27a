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

        // Blazor adds a policy of its own to a page; a browser holds to both.
        var policy = headers.GetValues("Content-Security-Policy").First().Split(
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
