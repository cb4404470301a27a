using System.Collections.Immutable;
using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using SystemFlow.Operations.SignIn;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.SignIn;

/// <summary>What a person fills in to sign in.</summary>
public sealed class SignInFields
{
    /// <summary>Who they are: it stands beside what they do.</summary>
    public string? Name { get; set; }

    /// <summary>What they do, in words.</summary>
    public string? Role { get; set; }

    /// <summary>The shared password. Never shown again, never logged.</summary>
    public string? Password { get; set; }
}

/// <summary>What became of an attempt to sign in.</summary>
/// <param name="Person">Who is signed in; null when nobody is.</param>
/// <param name="Problems">Each with the field that it is about, empty for none.</param>
/// <param name="WaitFor">How long to wait after too many wrong passwords; null for no wait.</param>
public sealed record SignInOutcome(
    ClaimsPrincipal? Person, ImmutableArray<(string Field, string Words)> Problems, TimeSpan? WaitFor = null);

/// <summary>Lets people in who know the password, and writes down who came.</summary>
public sealed partial class SignInDesk(AdminPassword password, WrongPasswords wrong, ILogger<SignInDesk> logger)
{
    /// <summary>The longest name or role, in characters.</summary>
    public const int LongestName = 100;

    /// <summary>The claim that ties a session to the password it began with.</summary>
    public const string StampClaim = "password-stamp";

    /// <summary>Checks the fields, then the password.</summary>
    public SignInOutcome Try(SignInFields fields, IPAddress? address)
    {
        ImmutableArray<(string, string)> problems = [.. ProblemsOf(fields)];
        if (!problems.IsEmpty) return new SignInOutcome(null, problems);
        if (wrong.Begin(address) is { } wait)
        {
            LogBlocked(logger, address);
            var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
            return new SignInOutcome(
                null, [("password", $"Too many wrong passwords came from here. Wait {seconds} seconds, then try again.")], wait);
        }

        if (!password.IsRight(fields.Password))
        {
            LogWrong(logger, address);
            return new SignInOutcome(null, [("password", "That is not the password. Ask whoever runs this system for it.")]);
        }

        wrong.WasRight(address);
        var (name, role) = (fields.Name!.Trim(), fields.Role!.Trim());
        LogSignedIn(logger, name, role, address);
        return new SignInOutcome(PersonOf(name, role), []);
    }

    /// <summary>Whether a session began with the password of now.</summary>
    public bool IsStill(ClaimsPrincipal person) => person.FindFirst(StampClaim)?.Value == password.Stamp;

    private ClaimsPrincipal PersonOf(string name, string role) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, name), new Claim(PersonText.RoleClaim, role), new Claim(StampClaim, password.Stamp), .. Enum.GetValues<Domain.Access.Role>().Select(one => new Claim(Access.PersonClaims.Grant, $"{one} hwe"))],
        CookieAuthenticationDefaults.AuthenticationScheme));

    private static IEnumerable<(string Field, string Words)> ProblemsOf(SignInFields fields)
    {
        if (WrongWords(fields.Name, "your name") is { } name) yield return ("name", name);
        if (WrongWords(fields.Role, "your role") is { } role) yield return ("role", role);
        if (string.IsNullOrEmpty(fields.Password)) yield return ("password", "Enter the password");
    }

    private static string? WrongWords(string? text, string what) =>
        string.IsNullOrWhiteSpace(text) ? $"Enter {what}"
        : text.Trim().Length > LongestName ? $"Enter {what} in {LongestName} characters or fewer"
        : text.Any(char.IsControl) ? $"Enter {what} on one line"
        : null;

    [LoggerMessage(1, LogLevel.Information, "Signed in: {Name}, {Role}, from {Address}.")]
    private static partial void LogSignedIn(ILogger logger, string name, string role, IPAddress? address);

    [LoggerMessage(2, LogLevel.Warning, "A wrong password was given from {Address}.")]
    private static partial void LogWrong(ILogger logger, IPAddress? address);

    [LoggerMessage(3, LogLevel.Warning, "Too many wrong passwords from {Address}; it waits.")]
    private static partial void LogBlocked(ILogger logger, IPAddress? address);
}
