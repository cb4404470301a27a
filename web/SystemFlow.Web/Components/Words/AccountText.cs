using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Accounts;
using SystemFlow.Web.Access;

namespace SystemFlow.Web.Components.Words;

/// <summary>Accounts and sessions in words.</summary>
internal static class AccountText
{
    private const int LettersTogether = 4;

    /// <summary>"Lead of Lister Hospital and all under it".</summary>
    public static string Of(Grant grant, Footprint footprint) =>
        grant.Scope == footprint.Root.Code ? AccessText.Of(grant, footprint) : $"{AccessText.Of(grant, footprint)} and all under it";

    /// <summary>"Signed in on 6 August 2018 at 5:30pm by password, last used at 6pm".</summary>
    public static string Of(Session session) =>
        $"Signed in on {UkTime.DateAndClock(session.StartedAt)} by {session.Way}{(session.IsStrong ? " and a second factor" : "")}, last used {UkTime.DateAndClock(session.LastSeenAt)}";

    /// <summary>A key in groups, so that it can be typed.</summary>
    public static string Key(string key) => string.Join(' ', key.Chunk(LettersTogether).Select(part => new string(part)));
}
