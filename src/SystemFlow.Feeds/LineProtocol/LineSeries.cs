using System.Collections.Frozen;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Observations;

namespace SystemFlow.Feeds.LineProtocol;

/// <summary>
/// A measurement with its tags, understood. A body names few series and many points of each, so one is kept for all.
/// </summary>
internal sealed class LineSeries
{
    private const int MostTags = 32;
    private const char Comma = ',';

    /// <summary>What agents add to every point of themselves: where it came by, which says nothing of the figure.</summary>
    private static readonly FrozenSet<string> AgentTags = FrozenSet.Create(StringComparer.Ordinal,
        "host", "hostname", "agent_host", "url", "server", "port", "topic", "path", "dc", "rack", "region", "env", "environment");

    private readonly List<(ObservationField Field, string Text)> _given = [];
    private readonly List<Refusal> _problems = [];
    private readonly List<string> _ignored = [];

    private LineSeries()
    {
    }

    /// <summary>Whether its name or a tag looks like a patient.</summary>
    public bool IsPatient { get; private set; }

    /// <summary>Tags that were left out of account.</summary>
    public IReadOnlyList<string> Ignored => _ignored;

    /// <summary>Reads the part of a line before its fields.</summary>
    public static LineSeries Read(ReadOnlySpan<byte> text, FeedOptions options)
    {
        var series = new LineSeries();
        var end = LineText.IndexOfBare(text, (byte)Comma, (byte)Comma);
        var metric = LineText.Name(end < 0 ? text : text[..end]);
        series.IsPatient = PatientGuard.Mentions(metric);
        series._given.Add((ObservationField.Metric, metric));
        var ignored = options.IgnoredTags.Split(Comma, StringSplitOptions.TrimEntries);
        for (var tags = 0; end >= 0; tags++)
        {
            text = text[(end + 1)..];
            end = LineText.IndexOfBare(text, (byte)Comma, (byte)Comma);
            if (tags < MostTags) series.Add(end < 0 ? text : text[..end], ignored);
            else if (tags == MostTags) series.Refuse("", Reasons.BadRow, $"A point may have {MostTags} tags.");
        }

        return series;
    }

    /// <summary>Puts what the series says into a point's draft.</summary>
    public void Fill(ObservationDraft draft)
    {
        foreach (var (field, text) in _given)
        {
            if (draft.Mark(field)) draft.Set(field, text);
            else draft.Refuse(field, Reasons.RepeatedField, $"'{ObservationFields.NameOf(field)}' is given twice.");
        }

        foreach (var problem in _problems) draft.Refuse(problem with { Row = draft.Row });
    }

    private void Add(ReadOnlySpan<byte> tag, string[] ignored)
    {
        var equals = LineText.IndexOfBare(tag, (byte)'=', (byte)'=');
        if (equals <= 0 || equals == tag.Length - 1)
        {
            IsPatient |= PatientGuard.Mentions(tag);
            Refuse("", Reasons.BadRow, "A tag is 'name=value', and neither may be empty.");
            return;
        }

        var name = LineText.Name(tag[..equals]);
        var value = LineText.Name(tag[(equals + 1)..]);
        var isKnown = ObservationFields.TryFind(tag[..equals], out var field);
        IsPatient |= PatientGuard.Mentions(value, isKnown && field is ObservationField.MessageId);
        IsPatient |= !isKnown && (PatientGuard.IsPersonField(name) || PatientGuard.Mentions(name));
        if (isKnown && field is not (ObservationField.Metric or ObservationField.PeriodEnd) && !ObservationFields.IsNumber(field))
        {
            _given.Add((field, value));
        }
        else if (isKnown)
        {
            Refuse(name, Reasons.UnknownField, $"'{name}' is no tag: the measurement is the metric, the timestamp the moment, and numbers are fields.");
        }
        else if (AgentTags.Contains(name) || ignored.Contains(name, StringComparer.Ordinal))
        {
            _ignored.Add(name);
        }
        else
        {
            Refuse(Quote.Short(name), Reasons.UnknownField,
                $"The contract has no tag '{Quote.Short(name)}'.{Nearest.Hint(name, ObservationFields.Names)} Leave it out; where it "
                + "says nothing of the figure, an administrator may add it to Feeds:IgnoredTags.");
        }
    }

    private void Refuse(string field, string reason, string detail) =>
        ObservationDraft.Add(_problems, new Refusal(0, field, reason, detail));
}

/// <summary>The series of one body, each found again by its bytes. The body must stay as long as this does.</summary>
internal sealed class LineSeriesTable(FeedOptions options)
{
    private readonly Dictionary<ReadOnlyMemory<byte>, LineSeries> _known = new(new SameBytes());

    public LineSeries Find(ReadOnlyMemory<byte> text)
    {
        if (!_known.TryGetValue(text, out var series)) _known[text] = series = LineSeries.Read(text.Span, options);
        return series;
    }

    private sealed class SameBytes : IEqualityComparer<ReadOnlyMemory<byte>>
    {
        public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<byte> obj)
        {
            var hash = new HashCode();
            hash.AddBytes(obj.Span);
            return hash.ToHashCode();
        }
    }
}
