using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Dapper;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Journal;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Returns;

/// <summary>One figure as it was signed for.</summary>
/// <param name="Value">Null for a cell that was signed as blank.</param>
/// <param name="Remark">Why it is blank, or how it was worked out.</param>
public sealed record SignedFigure(string Column, double? Value, string Remark);

/// <summary>A trust's daily situation report as a duty director signed it.</summary>
/// <param name="Due">The day on which it is due: beds of that day, events of the day before.</param>
/// <param name="Version">1 for the first, then each amendment.</param>
/// <param name="By">The duty director's name and role.</param>
/// <param name="Note">For an amendment, why.</param>
public sealed record SignedReturn(
    PlaceCode Place, DateOnly Due, int Version, ImmutableArray<SignedFigure> Figures, string By, DateTimeOffset At, string Note)
{
    /// <summary>The signed value in a column; null for a blank cell.</summary>
    public double? this[string column] => Figures.FirstOrDefault(figure => figure.Column == column)?.Value;
}

/// <summary>The returns that were signed, every version of them. Nothing is changed and nothing removed.</summary>
public sealed class ReturnLog
{
    internal static readonly Schema Tables = new(
        "returns",
        [
            sql => $"""
                CREATE TABLE IF NOT EXISTS returns (
                    place {sql.Text} NOT NULL, due TEXT NOT NULL, version BIGINT NOT NULL, signed TEXT NOT NULL, PRIMARY KEY (due, place, version));
                """,
        ]);

    private readonly EventFile _file;

    /// <summary>Makes its table where there is none.</summary>
    public ReturnLog(EventLog events)
    {
        _file = events.File;
        _file.Upgrade(Tables);
    }

    /// <summary>Every version of every trust's return that is due on a day, the first version first.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public Task<ImmutableArray<SignedReturn>> ReadAsync(DateOnly due, CancellationToken cancellationToken) => Task.Run(
        () => _file.Read<ImmutableArray<SignedReturn>>(database =>
        [
            .. database.Query<string>("SELECT signed FROM returns WHERE due = @due ORDER BY place, version", new { due = Text(due) })
                .Select(Json.Of<SignedReturn>),
        ]),
        cancellationToken);

    /// <summary>Keeps a signature, if its version is the next one: false where another was signed meanwhile.</summary>
    /// <param name="name">What the trust is called in the journal.</param>
    /// <exception cref="EventLogException">It could not be kept.</exception>
    public Task<bool> SignAsync(SignedReturn signature, string name, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var isKept = false;
            _file.Write(database =>
            {
                isKept = database.Execute(
                    """
                    INSERT INTO returns (place, due, version, signed)
                    SELECT @place, @due, @Version, @json WHERE @Version = 1 + (SELECT count(*) FROM returns WHERE place = @place AND due = @due)
                    """,
                    new { place = signature.Place.ToString(), due = Text(signature.Due), signature.Version, json = JsonSerializer.Serialize(signature) }) == 1;
                if (isKept) JournalTable.Keep(database, LineOf(signature, name));
            });
            return isKept;
        },
        cancellationToken);

    private static JournalEntry LineOf(SignedReturn signature, string name) => new(
        signature.At, signature.By, JournalKind.Sitrep, $"/sitrep/{Text(signature.Due)}",
        $"Situation report of {name}, due {signature.Due.ToString("d MMMM yyyy", CultureInfo.GetCultureInfo("en-GB"))}",
        signature.Version == 1
            ? $"Signed off, {signature.Figures.Count(figure => figure.Value is null)} of {signature.Figures.Length} cells blank."
            : $"Amendment {signature.Version - 1} signed off: {signature.Note}",
        signature.Place);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
