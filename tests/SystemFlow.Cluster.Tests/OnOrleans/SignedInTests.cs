using System.Net;
using System.Text.RegularExpressions;

namespace SystemFlow.Cluster.Tests.OnOrleans;

/// <summary>Somebody who is signed in, whichever node answers.</summary>
public sealed partial class SignedInTests(Servers servers)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan CountsWithin = TimeSpan.FromSeconds(5);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Person_SignedInAtOneNode_IsSignedInAtTheOthers_AndNoLongerOnceTheSessionEnds()
    {
        await using var cluster = await FlowCluster.StartAsync(servers, Cancelled);
        using var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false });
        await PostAsync(browser, new Uri(cluster.Nodes[0].Address, "sign-in"), new Uri(cluster.Nodes[0].Address, "sign-in"), new()
        {
            ["_handler"] = "sign-in",
            ["Fields.UserName"] = "administrator",
            ["Fields.Password"] = Shared.Password,
        });

        foreach (var node in cluster.Nodes) await UntilAsync(browser, node, HttpStatusCode.OK);

        // The form is one node's, and the click goes to another.
        await PostAsync(browser, new Uri(cluster.Nodes[1].Address, "account"), new Uri(cluster.Nodes[2].Address, "sign-out"), []);
        foreach (var node in cluster.Nodes) await UntilAsync(browser, node, HttpStatusCode.Redirect);
    }

    private static async Task UntilAsync(HttpClient browser, FlowNode node, HttpStatusCode status)
    {
        using var within = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        within.CancelAfter(CountsWithin);
        using var looks = new PeriodicTimer(LookEvery, TimeProvider.System);
        while (true)
        {
            using var answer = await browser.GetAsync(new Uri(node.Address, "account"), within.Token);
            if (answer.StatusCode == status) return;
            await looks.WaitForNextTickAsync(within.Token);
        }
    }

    private static async Task PostAsync(HttpClient browser, Uri page, Uri to, Dictionary<string, string> fields)
    {
        var html = await browser.GetStringAsync(page, Cancelled);
        fields["__RequestVerificationToken"] = WebUtility.HtmlDecode(Token().Match(html).Groups[1].Value);
        using var form = new FormUrlEncodedContent(fields);
        using var request = new HttpRequestMessage(HttpMethod.Post, to) { Content = form };
        request.Headers.Add("Origin", to.GetLeftPart(UriPartial.Authority));
        using var answer = await browser.SendAsync(request, Cancelled);
        Assert.True(answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.Found or HttpStatusCode.SeeOther, $"{to} answered {answer.StatusCode}.");
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
