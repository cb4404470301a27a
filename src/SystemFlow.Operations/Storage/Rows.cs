using System.Data.Common;
using System.Globalization;
using System.Text;
using Dapper;

namespace SystemFlow.Operations.Storage;

/// <summary>Adds many rows by one statement: to a server each statement is a round trip.</summary>
internal static class Rows
{
    private const int MostAtOnce = 200;

    /// <summary>Adds rows; nothing for none.</summary>
    /// <param name="into">The table and its columns: <c>table (one, other)</c>.</param>
    /// <param name="then">What comes after the values, such as <c>ON CONFLICT DO NOTHING</c>; may be empty.</param>
    /// <param name="rows">Each with a value for each column: text, a whole number, bytes or null.</param>
    /// <returns>How many were added.</returns>
    public static int Insert(DbConnection database, string into, string then, IReadOnlyCollection<object?[]> rows)
    {
        var added = 0;
        foreach (var some in rows.Chunk(MostAtOnce))
        {
            var (values, terms) = (new StringBuilder(), new DynamicParameters());
            for (var row = 0; row < some.Length; row++)
            {
                values.Append(row == 0 ? "(" : ", (");
                for (var column = 0; column < some[row].Length; column++)
                {
                    var name = string.Create(CultureInfo.InvariantCulture, $"r{row}c{column}");
                    values.Append(column == 0 ? "@" : ", @").Append(name);
                    terms.Add(name, some[row][column]);
                }

                values.Append(')');
            }

            added += database.Execute($"INSERT INTO {into} VALUES {values} {then}", terms);
        }

        return added;
    }
}
