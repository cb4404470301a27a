using System.Net;
using System.Text.RegularExpressions;

namespace SystemFlow.Cluster.Tests;

/// <summary>Somebody's browser, which keeps its cookies whichever node answers.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false });

    /// <summary>Signs in as the administrator.</summary>
    public Task SignInAsync(FlowNode node, CancellationToken cancellationToken) => PostAsync(
        new Uri(node.Address, "sign-in"), new Uri(node.Address, "sign-in"), new()
        {
            ["_handler"] = "sign-in",
            ["Fields.UserName"] = "administrator",
            ["Fields.Password"] = Shared.Password,
        },
        cancellationToken);

    /// <summary>What a page that is for those who are signed in answers: 200, or the way to the door.</summary>
    public async Task<HttpStatusCode> AccountAsync(FlowNode node, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(new Uri(node.Address, "account"), cancellationToken);
        return answer.StatusCode;
    }

    /// <summary>Sends a page's form, perhaps to another node than gave the page.</summary>
    public async Task PostAsync(Uri page, Uri to, Dictionary<string, string> fields, CancellationToken cancellationToken)
    {
        var html = await _http.GetStringAsync(page, cancellationToken);
        fields["__RequestVerificationToken"] = WebUtility.HtmlDecode(Token().Match(html).Groups[1].Value);
        using var form = new FormUrlEncodedContent(fields);
        using var request = new HttpRequestMessage(HttpMethod.Post, to) { Content = form };
        request.Headers.Add("Origin", to.GetLeftPart(UriPartial.Authority));
        using var answer = await _http.SendAsync(request, cancellationToken);
        Assert.True(answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.Found or HttpStatusCode.SeeOther, $"{to} answered {answer.StatusCode}.");
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
