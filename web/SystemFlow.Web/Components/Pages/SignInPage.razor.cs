using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;
using SystemFlow.Web.SignIn;

namespace SystemFlow.Web.Components.Pages;

/// <summary>Asks who somebody is. A plain form, without script: the cookie that it sets needs an answer over HTTP.</summary>
public sealed partial class SignInPage(SignInDesk desk)
{
    private ImmutableArray<(string Field, string Words)> _problems = [];

    /// <summary>The page to go back to; one of ours, else the system view.</summary>
    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromForm(FormName = "sign-in")]
    private SignInFields? Fields { get; set; }

    private string Back => ReturnUrl is ['/', ..] && RedirectHttpResult.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/";

    private string Here => $"{SignInHosting.Path}?returnUrl={Uri.EscapeDataString(Back)}";

    private IEnumerable<(string Id, string Label, string Hint, string Type, string Fill, string? Value)> Inputs =>
    [
        ("name", "Your name", "As colleagues know you", "text", "name", Fields?.Name),
        ("role", "Your role", "In words, such as site lead at Lister", "text", "organization-title", Fields?.Role),
        ("password", "Password", "The one that whoever runs this system gave you", "password", "current-password", null),
    ];

    private static string NameOf(string id) => $"{nameof(Fields)}.{char.ToUpperInvariant(id[0])}{id[1..]}";

    private string? ProblemOf(string field) =>
        _problems.Where(problem => problem.Field == field).Select(problem => problem.Words).FirstOrDefault();

    private async Task SignInAsync()
    {
        var outcome = desk.Try(Fields ?? new SignInFields(), Http.Connection.RemoteIpAddress);
        _problems = outcome.Problems;
        if (outcome.Person is { } person)
        {
            await Http.SignInAsync(person);
            // From the root: behind a proxy this program does not know its own full address.
            Http.Response.Redirect(UriHelper.Encode(new Uri(Back, UriKind.Relative)));
            return;
        }

        Http.Response.StatusCode = outcome.WaitFor is null ? StatusCodes.Status400BadRequest : StatusCodes.Status429TooManyRequests;
        if (outcome.WaitFor is { } wait) Http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }
}
