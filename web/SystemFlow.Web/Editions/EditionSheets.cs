using SystemFlow.Domain.Editions;
using SystemFlow.Domain.Readings;
using SystemFlow.Operations.Editions;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Editions;

/// <summary>From an edition as it was kept to what is read.</summary>
public sealed class EditionSheets(MetricDictionary dictionary)
{
    /// <summary>The edition to read; it says so where its content is not what was composed.</summary>
    public Sheet SheetOf(Edition edition)
    {
        var head = HeadOf(edition);
        var sheet = edition.Kind.IsDashboard()
            ? DashboardText.Of(EditionJson.Read<SystemDashboard>(edition.Content), head, dictionary)
            : BoardPackText.Of(EditionJson.Read<BoardPack>(edition.Content), head, dictionary);
        return edition.IsIntact ? sheet : sheet with
        {
            Marks = [.. sheet.Marks, "This edition was changed after it was kept: its content is not what its fingerprint says. Do not rely on it."],
        };
    }

    /// <summary>The subject of its mail, without the mark of an exercise.</summary>
    public static string SubjectOf(Edition edition) => edition.Kind.IsDashboard()
        ? DashboardText.Subject(EditionJson.Read<SystemDashboard>(edition.Content))
        : BoardPackText.Subject(EditionJson.Read<BoardPack>(edition.Content));

    /// <summary>Where its page is.</summary>
    public static string AddressOf(EditionKind kind, string id) => kind.IsDashboard() ? $"/dashboard/{id}" : $"/packs/{id}";

    /// <summary>An edition without its content.</summary>
    public static EditionHead HeadOf(Edition edition) => new(edition.Kind, edition.Id, edition.Moment, edition.MadeAt, edition.By, edition.IsLate);
}
