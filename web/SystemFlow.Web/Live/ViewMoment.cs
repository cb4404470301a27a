using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Components;
using SystemFlow.Web.Components.Pages;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Live;

/// <summary>
/// The moment that this browser's address asks for, <c>?at=</c>, for what stands around a page and in its parts: the time that ages
/// are counted to, and links that stay in the past.
/// </summary>
public sealed class ViewMoment(NavigationManager navigation, TimeProvider time)
{
    // Whatever page shows places takes a moment, unless it says otherwise; the first part of its address is enough to know it.
    private static readonly FrozenSet<string> Pages = typeof(LivePage).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(LivePage)) && !type.IsDefined(typeof(AlwaysNowAttribute)))
        .SelectMany(page => page.GetCustomAttributes<RouteAttribute>())
        .Select(route => FirstOf(route.Template)).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private (string Address, string? Asked, DateTimeOffset? At) _read = ("", null, null);

    /// <summary>What the address asks for, as it spells it; null for now.</summary>
    public string? Asked => Read().Asked;

    /// <summary>The moment that it asks for; null for now, and where that is no moment. UTC.</summary>
    public DateTimeOffset? At => Read().At;

    /// <summary>The moment that ages are counted to. UTC.</summary>
    public DateTimeOffset Now => At ?? time.GetUtcNow();

    /// <summary>Whether the page at the address can be shown as of a moment.</summary>
    public bool IsOffered => Takes(navigation.Uri);

    /// <summary>A link that stays at the moment that is shown.</summary>
    /// <param name="path">From the root.</param>
    public string Link(string path) => At is { } at ? With(path, MomentText.Of(at)) : path;

    /// <summary>This page as of another moment; null for now.</summary>
    public string Here(DateTimeOffset? at) => With(Path, at is { } moment ? MomentText.Of(moment) : null);

    /// <summary>A link to this page of now, which is told from a link that says nothing of a moment (<see cref="Kept"/>).</summary>
    public string HereLive => With(Path, MomentText.Now);

    /// <summary>What else the address asks for.</summary>
    public IEnumerable<(string Name, string Value)> Others => Terms(navigation.Uri.Split('#')[0].Split('?', 2)).Where(term => !IsAt(term))
        .Select(term => term.Split('=', 2)).Where(pair => pair is [{ Length: > 0 }, _]).Select(pair => (Read(pair[0]), Read(pair[1])));

    /// <summary>
    /// Where a link leads that says nothing of a moment, or leads to now: what leads to a page that can be shown as of a moment stays
    /// at the one that is shown. Null to leave it as it is.
    /// </summary>
    public string? Kept(string target)
    {
        if (!target.StartsWith(navigation.BaseUri, StringComparison.Ordinal) || !Takes(target)) return null;
        var asked = AskedIn(target);
        return MomentText.IsNow(asked) ? With(target, null) : asked is null && At is { } at ? With(target, MomentText.Of(at)) : null;
    }

    private (string Address, string? Asked, DateTimeOffset? At) Read()
    {
        if (_read.Address == navigation.Uri) return _read;
        var asked = IsOffered && AskedIn(navigation.Uri) is { } word && !MomentText.IsNow(word) ? word : null;
        _read = (navigation.Uri, asked, MomentText.TryParse(asked, out var at) ? at : null);
        return _read;
    }

    private string Path => $"/{navigation.ToBaseRelativePath(navigation.Uri).Split('#')[0]}";

    private bool Takes(string address) => Pages.Contains(FirstOf(PathOf(address)));

    private string PathOf(string address) => navigation.ToBaseRelativePath(address).Split('?', '#')[0];

    private static string FirstOf(string path) => path.TrimStart('/').Split('/')[0];

    private static string? AskedIn(string address)
    {
        var term = Terms(address.Split('#')[0].Split('?', 2)).FirstOrDefault(IsAt);
        return term is { Length: > 3 } ? Uri.UnescapeDataString(term[3..]) : null;
    }

    private static string With(string address, string? at)
    {
        var (start, fragment) = address.Split('#', 2) is [var before, var after] ? (before, $"#{after}") : (address, "");
        var parts = start.Split('?', 2);
        var terms = Terms(parts).Where(term => !IsAt(term));
        if (at is not null) terms = terms.Append($"{MomentText.Name}={at}");
        var query = string.Join('&', terms);
        return $"{parts[0]}{(query.Length > 0 ? $"?{query}" : "")}{fragment}";
    }

    private static string Read(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static string[] Terms(string[] parts) => parts is [_, { Length: > 0 } query] ? query.Split('&') : [];

    private static bool IsAt(string term) => term.StartsWith($"{MomentText.Name}=", StringComparison.OrdinalIgnoreCase);
}
