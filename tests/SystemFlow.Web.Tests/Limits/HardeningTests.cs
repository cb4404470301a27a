using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SystemFlow.Testing;
using SystemFlow.Web.Charts;
using SystemFlow.Web.Limits;

namespace SystemFlow.Web.Tests.Limits;

/// <summary>Attacks on the doors of the program, each of which must fail.</summary>
public sealed class HardeningTests(FlowApp app) : IClassFixture<FlowApp>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/api/v1/places")]
    [InlineData("/css/base.css")]
    public async Task Answer_CarriesOnePolicyAndLetsNoOtherSiteReadIt(string path)
    {
        var (response, _) = await app.RawAsync("GET", path, http =>
        {
            http.Request.Headers.Origin = "https://evil.example";
            http.Request.Headers.Accept = "text/html";
        });

        Assert.Single(response.Headers.ContentSecurityPolicy);
        Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("same-origin", response.Headers["Cross-Origin-Opener-Policy"]);
        Assert.Equal("same-origin", response.Headers["Cross-Origin-Resource-Policy"]);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/v1/places")]
    [InlineData("/sign-in")]
    public async Task Answer_ThatIsOfWhoAsked_IsKeptByNoCache(string path)
    {
        var (response, _) = await app.RawAsync("GET", path);

        Assert.Contains("no-store", response.Headers.CacheControl.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preflight_OfAnotherSite_IsGivenNothing()
    {
        var (response, _) = await app.RawAsync("OPTIONS", "/api/v1/observations", http =>
        {
            http.Request.Headers.Origin = "https://evil.example";
            http.Request.Headers.AccessControlRequestMethod = "POST";
        });

        Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Transport_OverTls_IsDemandedFromThenOn_AndOverPlainHttpNotPromised()
    {
        var (tls, _) = await app.RawAsync("GET", "/healthz", http => (http.Request.Scheme, http.Request.Host) = ("https", new HostString("flow.example")));
        var (plain, _) = await app.RawAsync("GET", "/healthz");

        Assert.Equal("max-age=31536000", tls.Headers.StrictTransportSecurity);
        Assert.Equal(0, plain.Headers.StrictTransportSecurity.Count);
    }

    [Fact]
    public async Task Cookie_OfAForm_OverTls_ComesBackOverTlsAlone_AndToNoScript()
    {
        var (tls, _) = await app.RawAsync("GET", "/sign-in", http => http.Request.Scheme = "https");
        var (plain, _) = await app.RawAsync("GET", "/sign-in");

        var cookie = Assert.Single(tls.Headers.SetCookie)!;
        Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("; secure", Assert.Single(plain.Headers.SetCookie)!, StringComparison.OrdinalIgnoreCase); // Else no form would work there.
    }

    [Theory]
    [InlineData("/_blazor/negotiate", "https://evil.example", "", 403)]
    [InlineData("/hubs/flow/negotiate", "https://evil.example", "", 403)]
    [InlineData("/hubs/flow/negotiate", "https://localhost.evil.example", "", 403)]
    [InlineData("/hubs/flow/negotiate", "null", "", 403)]
    [InlineData("/hubs/flow/negotiate", "http://localhost:81", "", 403)]
    [InlineData("/hubs/flow/negotiate", null, "systemflow=abc", 403)]
    [InlineData("/hubs/flow/negotiate", "http://localhost", "systemflow=abc", 200)]
    [InlineData("/hubs/flow/negotiate", null, "", 200)]
    public async Task LiveConnection_FromAPageOfAnotherSite_IsRefused(string path, string? origin, string cookie, int status)
    {
        var (response, _) = await app.RawAsync("POST", path + "?negotiateVersion=1", http =>
        {
            if (origin is not null) http.Request.Headers.Origin = origin;
            if (cookie.Length > 0) http.Request.Headers.Cookie = cookie;
        });

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task WebSocket_WithACookieAndNoOrigin_IsRefused()
    {
        var (response, _) = await app.RawAsync("GET", "/hubs/flow", http =>
        {
            http.Request.Headers.Connection = "Upgrade";
            http.Request.Headers.Upgrade = "websocket";
            http.Request.Headers.Cookie = "systemflow=abc";
        });

        Assert.Equal(403, response.StatusCode);
    }

    [Theory]
    [InlineData("/api/v1/templates/..%2f..%2faudit-key")]
    [InlineData("/api/v1/templates/%2e%2e%2faudit-key.csv")]
    [InlineData("/css/..%2f..%2fappsettings.json")]
    [InlineData("/lib/..%5c..%5caudit-key")]
    [InlineData("/api/v1/dashboard/..%2f..%2fwebhook-secret.pdf")]
    [InlineData("/api/v1/packs/%2e%2e%2f%2e%2e%2faudit.csv")]
    [InlineData("/dashboard/..%2f..%2faudit-key")]
    public async Task Path_OutOfItsFolder_LeadsNowhere(string path)
    {
        var (response, text) = await app.RawAsync("GET", path);
        var key = File.ReadAllText(Path.Combine(app.Folder, "audit-key"));

        Assert.True(response.StatusCode is 404 or 400 or 403, $"{path} answered {response.StatusCode}.");
        Assert.DoesNotContain(key, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/feeds/a%0d%0aSet-Cookie:%20x=1/refused.csv")]
    [InlineData("/sign-in?returnUrl=%0d%0aSet-Cookie:%20x=1")]
    [InlineData("/api/v1/templates/RWH01%0d%0aX-Evil:%201.csv")]
    public async Task LineBreak_InWhatIsEchoed_MakesNoHeader(string path)
    {
        var (response, _) = await app.RawAsync("GET", path, http => http.Request.Headers.Accept = "text/html");

        Assert.DoesNotContain(response.Headers, header => header.Key is "X-Evil" || header.Value.ToString().Contains('\n') || header.Value.ToString().Contains("x=1;", StringComparison.Ordinal));
        Assert.DoesNotContain("x=1", response.Headers.SetCookie.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_IsAPageToABrowserAndAProblemToAProgram_AndNeverSaysHow()
    {
        await using var own = new FlowApp();
        await using var failing = own.WithWebHostBuilder(builder => builder.ConfigureTestServices(services =>
            services.AddSingleton<TrendDesk>(_ => throw new InvalidOperationException("planted fault"))));

        var (program, problem) = await failing.RawAsync("GET", "/api/v1/trends.csv?place=RWH01&metric=beds.ga.occupied");
        var (browser, page) = await failing.RawAsync("GET", "/trends", http => http.Request.Headers.Accept = "text/html");

        Assert.Equal((500, 500), (program.StatusCode, browser.StatusCode));
        Assert.Equal("application/problem+json", program.ContentType);
        Assert.Contains("Something went wrong", page, StringComparison.Ordinal);
        Assert.Single(browser.Headers.ContentSecurityPolicy);
        foreach (var text in (string[])[problem, page])
        {
            Assert.DoesNotContain("planted fault", text, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
            Assert.DoesNotContain("InvalidOperation", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Host_Forged_StandsInNoAddressThatIsGivenOut()
    {
        var (response, text) = await app.RawAsync("GET", "/", http =>
        {
            http.Request.Host = new HostString("evil.example");
            http.Request.Headers.Accept = "text/html";
            http.Request.Headers["X-Forwarded-Host"] = "evil.example";
        });

        Assert.DoesNotContain("evil.example", response.Headers.Location.ToString() + text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_NotAllowed_IsRefused()
    {
        await using var narrow = new FlowApp { Settings = new() { ["AllowedHosts"] = "flow.example" } };

        var (evil, _) = await narrow.RawAsync("GET", "/healthz", http => http.Request.Host = new HostString("evil.example"));
        var (ours, _) = await narrow.RawAsync("GET", "/healthz", http => http.Request.Host = new HostString("flow.example"));

        Assert.Equal((400, 200), (evil.StatusCode, ours.StatusCode));
    }

    [Fact]
    public async Task Requests_BeyondTheBucket_AreAskedToWait_AndOthersAreNot()
    {
        await using var narrow = new FlowApp { Settings = new() { ["Limits:RequestsPerMinute"] = "30" } };
        var codes = new List<int>();
        HttpResponse? last = null;
        for (var i = 0; i < 15; i++)
        {
            last = (await narrow.RawAsync("GET", "/api/v1/places")).Response;
            codes.Add(last.StatusCode);
        }

        Assert.Contains(200, codes);
        Assert.Equal(429, last!.StatusCode);
        Assert.NotEqual(0, last.Headers.RetryAfter.Count);
        Assert.Equal(200, (await narrow.RawAsync("GET", "/api/v1/places", from: "198.51.100.8")).Response.StatusCode);
        Assert.Equal(200, (await narrow.RawAsync("GET", "/api/v1/places", http => http.Request.Headers["X-Api-Key"] = FlowApp.Key)).Response.StatusCode);
        Assert.Equal(200, (await narrow.RawAsync("GET", "/healthz")).Response.StatusCode);
    }

    [Fact]
    public async Task ForwardedFor_OfAProxyNobodyTrusts_SaysNothing_AndOfATrustedOneIsTheVisitor()
    {
        await using var behind = new FlowApp { Settings = new() { ["Limits:RequestsPerMinute"] = "10", ["Proxy:Trusted"] = "10.0.0.5, 10.1.0.0/16" } };

        // One bucket of three: who forges another address each time is still the same.
        var forged = new List<int>();
        for (var i = 0; i < 6; i++) forged.Add(await AskAsync("198.51.100.9", $"203.0.113.{i}"));
        var visitors = new List<int>();
        for (var i = 0; i < 6; i++) visitors.Add(await AskAsync("10.1.2.3", $"203.0.113.{i}"));
        var hidden = new List<int>();
        for (var i = 0; i < 6; i++) hidden.Add(await AskAsync("10.0.0.5", $"192.0.2.{i}, 203.0.113.77")); // What the visitor itself sent stands before.

        Assert.Equal(429, forged[^1]);
        Assert.All(visitors, status => Assert.Equal(200, status));
        Assert.Equal(429, hidden[^1]);

        async Task<int> AskAsync(string from, string forwarded) =>
            (await behind.RawAsync("GET", "/api/v1/places", http => http.Request.Headers["X-Forwarded-For"] = forwarded, from)).Response.StatusCode;
    }

    [Fact]
    public async Task Keys_GuessedFromOneAddress_AreSlowedDown_AndTheRightOneFromThereIsTaken()
    {
        await using var narrow = new FlowApp { Settings = new() { ["Limits:WrongKeysPerMinute"] = "3" } };
        var codes = new List<int>();
        for (var i = 0; i < 5; i++) codes.Add(await SendAsync($"a-wrong-key-of-thirty-two-characters-{i}"));

        Assert.Equal([401, 401, 401, 429, 429], codes);
        Assert.True(await SendAsync(FlowApp.Key) is 200 or 422 or 400, "A right key is not locked out by others behind the same address.");

        async Task<int> SendAsync(string key) => (await narrow.RawAsync("POST", "/api/v1/observations", http =>
        {
            http.Request.Headers["X-Api-Key"] = key;
            http.Request.ContentType = "application/json";
            http.Request.Body = new MemoryStream("[]"u8.ToArray());
        })).Response.StatusCode;
    }

    [Fact]
    public void OpenPages_AreBoundedByAddressAndInAll_AndFreeAgainWhenTheyClose()
    {
        var pages = new OpenPages(Options.Create(new LimitOptions { OpenPagesPerAddress = 2, OpenPages = 3 }));
        var (one, other) = (IPAddress.Parse("2001:db8::1"), IPAddress.Parse("2001:db8::2"));

        Assert.True(pages.TryEnter(one));
        Assert.True(pages.TryEnter(other));
        Assert.False(pages.TryEnter(one)); // One /64 is one visitor.
        Assert.True(pages.TryEnter(IPAddress.Loopback));
        Assert.False(pages.TryEnter(IPAddress.Parse("192.0.2.1")));
        pages.Leave(one);
        Assert.True(pages.TryEnter(IPAddress.Parse("192.0.2.1")));
        Assert.Equal(3, pages.Open);
    }

    [Fact]
    public void WrongKeys_CountForAMinute()
    {
        var time = new ManualTime(A.Monday9am);
        var wrong = new WrongKeys(Options.Create(new LimitOptions { WrongKeysPerMinute = 1 }), time);

        Assert.Null(wrong.Count(IPAddress.Loopback));
        Assert.Equal(TimeSpan.FromMinutes(1), wrong.Count(IPAddress.Loopback));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(wrong.Count(IPAddress.Loopback));
    }

    [Theory]
    [InlineData("Limits:RequestsPerMinute", "1")]
    [InlineData("Limits:OpenPages", "0")]
    [InlineData("Proxy:Trusted", "proxy.example")]
    [InlineData("Secrets:Directory", "/nowhere/at/all")]
    [InlineData("Audit:Key", "short")]
    public void Setting_OutOfBounds_KeepsTheProgramFromStarting(string name, string value)
    {
        using var wrong = new FlowApp { Settings = new() { [name] = value } };

        var error = Assert.ThrowsAny<Exception>(() => wrong.Services.GetRequiredService<IOptions<LimitOptions>>());

        Assert.Contains(name, error.ToString(), StringComparison.Ordinal);
    }
}
