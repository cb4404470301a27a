using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;

namespace SystemFlow.Web.Tests.Deploy;

/// <summary>The nginx.conf that ships, run by Debian's nginx before three small nodes: who stays where, and what becomes of whom when a node dies.</summary>
public sealed class ProxyTests : IAsyncLifetime
{
    private static readonly TimeSpan LongestFailover = TimeSpan.FromSeconds(2);

    private readonly NginxServer _nginx = new();
    private readonly List<SmallNode> _nodes = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (NginxServer.Missing is { } why) Assert.Skip(why);
        for (var node = 1; node <= 3; node++) _nodes.Add(await SmallNode.StartAsync($"node{node}"));
        await _nginx.StartAsync([.. _nodes.Select(node => node.Port)], Cancelled);
    }

    [Fact]
    public async Task Browser_StaysWithItsNode_AndManySpreadOverAll()
    {
        var homes = new HashSet<string>();
        for (var visitor = 0; visitor < 30; visitor++)
        {
            using var browser = _nginx.Visitor();
            var seen = new HashSet<string>();
            for (var request = 0; request < 5; request++) seen.Add(await NodeAsync(browser, $"/places/{request}"));
            homes.Add(Assert.Single(seen));
        }

        Assert.Equal(3, homes.Count);
    }

    [Fact]
    public async Task Feed_StaysWithItsNodeByItsKey_AndIsGivenNoCookie()
    {
        var homes = new HashSet<string>();
        for (var feed = 0; feed < 20; feed++)
        {
            var seen = new HashSet<string>();
            for (var message = 0; message < 3; message++)
            {
                using var sender = _nginx.Visitor();
                sender.DefaultRequestHeaders.Add("X-Api-Key", $"key-of-feed-{feed}");
                using var answer = await sender.PostAsync(new Uri("/api/v1/observations", UriKind.Relative), new StringContent("[]"), Cancelled);
                Assert.False(answer.Headers.Contains("Set-Cookie"));
                seen.Add(answer.Headers.GetValues("X-Node").Single());
            }

            homes.Add(Assert.Single(seen));
        }

        Assert.Equal(3, homes.Count);
    }

    [Fact]
    public async Task Node_ThatIsKilled_ItsVisitorsAreAnsweredByOneOtherWithinTwoSeconds()
    {
        using var browser = _nginx.Visitor();
        var home = await NodeAsync(browser);
        await Node(home).DieAsync();

        var began = Stopwatch.GetTimestamp();
        var next = await NodeAsync(browser);
        var took = Stopwatch.GetElapsedTime(began);

        Assert.NotEqual(home, next);
        Assert.True(took < LongestFailover, $"It took {took.TotalMilliseconds:0} ms.");
        for (var request = 0; request < 10; request++) Assert.Equal(next, await NodeAsync(browser));
    }

    [Fact]
    public async Task Page_UnderWayAtANodeThatIsKilled_IsAnsweredByAnother()
    {
        using var browser = _nginx.Visitor();
        var home = await NodeAsync(browser);
        var page = NodeAsync(browser, $"/?hold={home}");
        await Node(home).Held.WaitAsync(Cancelled);

        await Node(home).DieAsync();

        Assert.NotEqual(home, await page);
    }

    [Fact]
    public async Task Press_UnderWayAtANodeThatIsKilled_IsNotRepeated_AndSaysSo()
    {
        using var browser = _nginx.Visitor();
        var home = await NodeAsync(browser);
        var press = browser.PostAsync(new Uri($"/sign-in?hold={home}", UriKind.Relative), new StringContent("x"), Cancelled);
        await Node(home).Held.WaitAsync(Cancelled);

        await Node(home).DieAsync();

        using var answer = await press;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("5", answer.Headers.GetValues("Retry-After").Single());
        Assert.Contains("try again", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Equal(1, _nodes.Sum(node => node.Posts));
    }

    [Theory]
    [InlineData("/api/v1/observations")]
    [InlineData("/api/v1/adt")]
    [InlineData("/write")]
    public async Task Message_UnderWayAtANodeThatIsKilled_IsSentToAnother_ForTwiceIsOnce(string path)
    {
        using var sender = _nginx.Visitor();
        sender.DefaultRequestHeaders.Add("X-Api-Key", "key-of-a-feed");
        using var first = await sender.PostAsync(new Uri(path, UriKind.Relative), new StringContent("[]"), Cancelled);
        var home = first.Headers.GetValues("X-Node").Single();
        var message = sender.PostAsync(new Uri($"{path}?hold={home}", UriKind.Relative), new StringContent("[]"), Cancelled);
        await Node(home).Held.WaitAsync(Cancelled);

        await Node(home).DieAsync();

        using var answer = await message;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotEqual(home, answer.Headers.GetValues("X-Node").Single());
    }

    [Fact]
    public async Task WayIn_OfEveryFeed_IsInTheConfiguration()
    {
        await using var app = new FlowApp();
        var document = (await app.GetAsync("/openapi/v1.json", FlowApp.Key)).Json["paths"]!.AsObject();
        var ways = document.Where(path => path.Value!["post"]?["tags"]?.AsArray().Any(tag => (string?)tag == "Intake") is true).Select(path => path.Key).ToList();
        var safe = new Regex(Regex.Match(DeployFiles.Read("nginx.conf"), @"location ~ (\S+) \{").Groups[1].Value);
        var kept = new Regex(Regex.Match(DeployFiles.Read("nginx.conf"), @"~(\^/\(api\S+) ""\$http_x_api_key").Groups[1].Value);

        Assert.NotEmpty(ways);
        Assert.Equal([], ways.Where(way => !safe.IsMatch(way) || !kept.IsMatch(way)));
        Assert.All((string[])["/sign-in", "/query", "/api/v1/alerts", "/_blazor/negotiate"], path => Assert.DoesNotMatch(safe, path));
    }

    [Fact]
    public async Task OpenPage_IsAWebSocketToTheSameNode()
    {
        var cookies = new CookieContainer();
        using var browser = _nginx.Visitor(cookies);
        var home = await NodeAsync(browser);
        using var socket = new ClientWebSocket();
        socket.Options.Cookies = cookies;
        socket.Options.RemoteCertificateValidationCallback = _nginx.IsOurs;
        await socket.ConnectAsync(new Uri($"wss://127.0.0.1:{_nginx.Address.Port}/_blazor?id=1"), Cancelled);

        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Cancelled);
        var buffer = new byte[256];
        var said = await socket.ReceiveAsync(buffer, Cancelled);

        Assert.Equal($"{home}: hello", Encoding.UTF8.GetString(buffer, 0, said.Count));
    }

    [Fact]
    public async Task OpenPage_OfANodeThatIsKilled_IsToldAtOnce()
    {
        var cookies = new CookieContainer();
        using var browser = _nginx.Visitor(cookies);
        var home = await NodeAsync(browser);
        using var socket = new ClientWebSocket();
        socket.Options.Cookies = cookies;
        socket.Options.RemoteCertificateValidationCallback = _nginx.IsOurs;
        await socket.ConnectAsync(new Uri($"wss://127.0.0.1:{_nginx.Address.Port}/_blazor?id=1"), Cancelled);
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Cancelled);
        await socket.ReceiveAsync(new byte[256], Cancelled);

        await Node(home).DieAsync();

        var began = Stopwatch.GetTimestamp();
        await Assert.ThrowsAnyAsync<WebSocketException>(() => socket.ReceiveAsync(new byte[256], Cancelled));
        Assert.True(Stopwatch.GetElapsedTime(began) < LongestFailover);
    }

    [Fact]
    public async Task Visitor_IsKnownByTheirAddress_WhateverTheySayOfThemselves()
    {
        using var browser = _nginx.Visitor(from: "127.0.0.2");
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");
        browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", "http");
        browser.DefaultRequestHeaders.Host = "flow.example.nhs.uk";

        var seen = await browser.GetStringAsync(new Uri("/", UriKind.Relative), Cancelled);

        Assert.Equal("127.0.0.2 https flow.example.nhs.uk", seen);
    }

    [Fact]
    public async Task NoNode_ItSaysSo_AndWhenToComeAgain_AndTheNextOneThatIsBackIsFound()
    {
        using var browser = _nginx.Visitor();
        foreach (var node in _nodes) await node.DieAsync();

        using var answer = await browser.GetAsync(new Uri("/", UriKind.Relative), Cancelled);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("does not answer", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        _nodes.Add(await SmallNode.StartAsync("again", _nodes[0].Port));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(FlowApp.Patience);
        while (true)
        {
            using var later = await browser.GetAsync(new Uri("/", UriKind.Relative), patience.Token);
            if (later.IsSuccessStatusCode) break;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token);
        }
    }

    [Fact]
    public async Task Plain_IsSentOnToTls()
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _nginx.PlainAddress };
        http.DefaultRequestHeaders.Host = "flow.example.nhs.uk";

        using var answer = await http.GetAsync(new Uri("/flow?place=RWH01", UriKind.Relative), Cancelled);

        Assert.Equal(HttpStatusCode.PermanentRedirect, answer.StatusCode);
        Assert.Equal("https://flow.example.nhs.uk/flow?place=RWH01", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Log_HasNoKeyAndNoLinkThatLetsIn()
    {
        using var browser = _nginx.Visitor();
        string[] paths = ["/write?u=feed&p=hidden-1", "/reset/hidden-2", "/acknowledge/hidden-3", "/wall/open/hidden-4", "/join?token=hidden-5", "/flow"];
        foreach (var path in paths) await NodeAsync(browser, path);

        Assert.Contains(" GET /flow 200 ", _nginx.Log, StringComparison.Ordinal);
        Assert.Contains(" GET /reset/... 200 ", _nginx.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", _nginx.Log, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _nginx.DisposeAsync();
        foreach (var node in _nodes) await node.DisposeAsync();
    }

    private SmallNode Node(string name) => _nodes.First(node => node.Name == name);

    private static async Task<string> NodeAsync(HttpClient visitor, string path = "/")
    {
        using var answer = await visitor.GetAsync(new Uri(path, UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return answer.Headers.GetValues("X-Node").Single();
    }
}
