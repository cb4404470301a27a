using System.Net;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Mvc.Testing;

namespace SystemFlow.Web.Tests.SignIn;

/// <summary>Somebody with a browser's cookies and forms, who is told of redirects and does not follow them.</summary>
internal sealed class Visitor(FlowApp app, string address = "http://localhost") : IDisposable
{
    private readonly HttpClient _http = app.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = new Uri(address) });

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Opens a page.</summary>
    /// <param name="cookie">One that was taken from somebody else's browser; null for none.</param>
    public async Task<Page> OpenAsync(string path, string? cookie = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        request.Headers.Accept.ParseAdd("text/html");
        using var response = await _http.SendAsync(request, Cancelled);
        return await Page.OfAsync(response);
    }

    /// <summary>Opens the sign-in page, fills its form in and sends it. Who has no account yet is given one, that may do everything.</summary>
    public async Task<Page> SignInAsync(
        string password = FlowApp.Password, string name = "Ann Other", string role = "site lead", string returnUrl = "/rota")
    {
        await app.AccountAsync(name, role);
        return await SignInAsAsync(FlowApp.UserNameOf(name), password, returnUrl);
    }

    /// <summary>The same by a user name that stands as it is.</summary>
    public async Task<Page> SignInAsAsync(string userName, string password = FlowApp.Password, string returnUrl = "/rota")
    {
        var page = await OpenAsync($"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}");
        return await SendAsync(page, new() { ["Fields.UserName"] = userName, ["Fields.Password"] = password });
    }

    /// <summary>Sends a page's form, with its hidden fields unless the test leaves them out.</summary>
    public async Task<Page> SendAsync(Page page, Dictionary<string, string> fields, string form = "form", bool isWithHidden = true)
    {
        var sent = new HtmlParser().ParseDocument(page.Text).QuerySelector(form)!;
        foreach (var hidden in isWithHidden ? sent.QuerySelectorAll("input[type=hidden]") : Enumerable.Empty<AngleSharp.Dom.IElement>())
        {
            fields[hidden.GetAttribute("name")!] = hidden.GetAttribute("value")!;
        }

        using var response = await _http.PostAsync(sent.GetAttribute("action"), new FormUrlEncodedContent(fields), Cancelled);
        return await Page.OfAsync(response);
    }

    /// <summary>Posts JSON as a program would, with the browser's cookies; answers the status.</summary>
    public async Task<int> PostAsync(string path, string json)
    {
        using var response = await _http.PostAsync(path, new StringContent(json, System.Text.Encoding.UTF8, "application/json"), Cancelled);
        return (int)response.StatusCode;
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>What came back.</summary>
internal sealed record Page(int Status, string Text, string? Location, string? Cookie, TimeSpan? RetryAfter)
{
    public static async Task<Page> OfAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)),
        response.Headers.Location?.OriginalString,
        response.Headers.TryGetValues("Set-Cookie", out var cookies)
            ? cookies.FirstOrDefault(cookie => cookie.Contains("systemflow=", StringComparison.Ordinal) && !cookie.Contains("systemflow=;", StringComparison.Ordinal)) : null,
        response.Headers.RetryAfter?.Delta);
}
