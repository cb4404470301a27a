using System.Collections.Frozen;

namespace SystemFlow.Operations.Accounts;

/// <summary>
/// What a password must be: long, and not among the first that somebody would try. No demands on its letters, digits and signs, and
/// no change by the calendar (NCSC, "Password administration for system owners"; NIST SP 800-63B, 3.1.1.2).
/// </summary>
public static class PasswordRules
{
    /// <summary>The shortest, in characters.</summary>
    public const int Shortest = 12;

    /// <summary>The longest, in characters: hashing costs by length, and anybody may send one.</summary>
    public const int Longest = 200;

    private const int FewestKinds = 5;

    // A short list of our own: what people put digits and signs around, from the top of published lists of leaked passwords, and words of
    // this product and its field. Most leaked passwords are under 12 characters and refused for that.
    private static readonly FrozenSet<string> Common =
        """
        password passwort passphrase mypassword yourpassword thepassword passwordpassword newpassword letmein letmeinnow
        welcome welcomehome welcomewelcome qwerty qwertyuiop qwertyqwerty qwertyuiopasdf asdfghjkl asdfghjklqwertyuiop zxcvbnm qwertyzxcvbnm azerty
        azertyuiop iloveyou iloveyousomuch monkey dragon sunshine princess football liverpool liverpoolfc arsenal chelsea manchester manchesterunited
        tottenham superman batman starwars master trustno whatever computer internet changeme changemenow pleasechange default secret topsecret
        admin administrator adminadmin administratoradministrator root rootroot user username guest test testtest testing login
        abc abcabc abcdef abcdefg abcdefgh abcdefghijkl correcthorsebatterystaple
        spring summer autumn winter january february march april may june july august september october november december monday
        tuesday wednesday thursday friday saturday sunday london england hertfordshire stevenage watford essex
        hospital lister listerhospital watfordgeneral princessalexandra nhs nhsnhs nhsengland nhsmail national health healthservice
        systemflow systemflowsystemflow systemflowadmin dashboard wallboard ambulance urgentcare opel coordinator
        """.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] Runs = ["01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm"];

    /// <summary>What is wrong with a password, in words; null when nothing is.</summary>
    /// <param name="userName">Whose it is to be: no password is the name that stands beside it.</param>
    public static string? ProblemOf(string? password, string userName) =>
        string.IsNullOrEmpty(password) ? "Enter a password"
        : password.Length < Shortest ? $"Enter a password of {Shortest} characters or more. Three words that do not belong together are easy to remember"
        : password.Length > Longest ? $"Enter a password of {Longest} characters or fewer"
        : IsUserName(password, userName) ? "Enter a password that is not your user name"
        : IsCommon(password) ? "Enter a password that is harder to guess. This one is among the first that somebody would try"
        : null;

    private static bool IsUserName(string password, string userName)
    {
        var (plain, name, local) = (Letters(password), Letters(userName), Letters(userName.Split('@')[0]));
        return (name.Length > 0 && plain == name) || (local.Length > 0 && plain == local);
    }

    private static bool IsCommon(string password)
    {
        var small = password.ToLowerInvariant();
        var bare = string.Concat(small.Where(char.IsLetterOrDigit));
        return small.Distinct().Count() < FewestKinds
            || Runs.Any(run => IsWithin(bare, run))
            || IsRepeated(bare)
            || Common.Contains(Letters(small)) || Common.Contains(Letters(Plain(small)))
            || Common.Contains(Letters(Plain(string.Concat(small.Reverse().SkipWhile(IsNoLetter).Reverse().SkipWhile(IsNoLetter)))));
    }

    // "p4ssw0rd!" is "password".
    private static string Plain(string text) => text
        .Replace('0', 'o').Replace('1', 'l').Replace('3', 'e').Replace('4', 'a').Replace('5', 's').Replace('7', 't').Replace('@', 'a').Replace('$', 's').Replace('!', 'i');

    private static bool IsNoLetter(char sign) => !char.IsLetter(sign);

    private static string Letters(string text) => string.Concat(text.ToLowerInvariant().Where(char.IsLetter));

    private static bool IsWithin(string text, string run) =>
        text.Length > 0 && ((run + run).Contains(text, StringComparison.Ordinal) || (run + run).Contains(new string([.. text.Reverse()]), StringComparison.Ordinal));

    private static bool IsRepeated(string text) => Enumerable.Range(1, Math.Min(4, text.Length / 3))
        .Any(length => text.Select((letter, at) => letter == text[at % length]).All(same => same));
}
