// Looks whether what is shipped has a known vulnerability: fails on a high or critical one, names the others. Where a registry serves
// no such data it says so in a line, and neither fails nor calls that safe.
import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';

const shipped = 'web/SystemFlow.Web';
const failing = ['high', 'critical'];

/** The vulnerabilities in what `dotnet list package --vulnerable --format json` says: [{ name, severity, advisory }]. */
export function ofNuGet(report) {
  return report.projects.flatMap(project => project.frameworks ?? [])
    .flatMap(framework => [...framework.topLevelPackages ?? [], ...framework.transitivePackages ?? []])
    .flatMap(pack => (pack.vulnerabilities ?? []).map(found => (
      { name: `${pack.id} ${pack.resolvedVersion}`, severity: found.severity.toLowerCase(), advisory: found.advisoryurl })));
}

/** The same of what `npm audit --json` says; null where it is no report. */
export function ofNpm(report) {
  if (!report.vulnerabilities) return null;
  return Object.values(report.vulnerabilities).map(found => (
    { name: found.name, severity: found.severity, advisory: found.via.find(via => via.url)?.url ?? '' }));
}

/** Whether a NuGet source says in its index that it serves data about vulnerabilities. */
export function servesVulnerabilities(index) {
  return (index.resources ?? []).some(resource => [resource['@type']].flat().some(type => type.startsWith('VulnerabilityInfo')));
}

/** Says what was found, and whether it must fail. */
export function verdict(what, found) {
  if (!found) return { fails: false, lines: [`${what}: not checked, because the registry serves no data about vulnerabilities.`] };
  const lines = found.map(one => `${what}: ${one.name} has a vulnerability of severity ${one.severity}. ${one.advisory}`);
  return { fails: found.some(one => failing.includes(one.severity)), lines: lines.length ? lines : [`${what}: no known vulnerability.`] };
}

// A program that ends with an error may still have said what it found.
function run(command, args, options = {}) {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 64 << 20, ...options });
  } catch (error) {
    return error.stdout ?? '';
  }
}

function json(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

// NuGet calls packages sound of which its source knows nothing; so the source is asked first.
async function nuGet() {
  const sources = run('dotnet', ['nuget', 'list', 'source', '--format', 'short']).split('\n').filter(line => line.startsWith('E http')).map(line => line.slice(2).trim());
  const indexes = await Promise.all(sources.map(source => fetch(source, { signal: AbortSignal.timeout(30_000) }).then(answer => answer.json()).catch(() => ({}))));
  if (!indexes.some(servesVulnerabilities)) return null;
  const report = json(run('dotnet', ['list', shipped, 'package', '--vulnerable', '--include-transitive', '--format', 'json']));
  return report.projects ? ofNuGet(report) : null;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const npm = ofNpm(json(run('npm', ['audit', '--omit=dev', '--json'], { cwd: shipped })));
  const verdicts = [verdict('NuGet', await nuGet()), verdict('npm', npm)];
  verdicts.forEach(one => one.lines.forEach(line => console.log(line)));
  process.exitCode = verdicts.some(one => one.fails) ? 1 : 0;
}
