import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ofNpm, ofNuGet, servesVulnerabilities, verdict } from './dependencies.mjs';

const nuGet = (severity) => ({ projects: [{ frameworks: [{ transitivePackages: [
  { id: 'Some.Package', resolvedVersion: '1.0.0', vulnerabilities: [{ severity, advisoryurl: 'https://advisory' }] }] }] }, {}] });

test('a high or critical vulnerability fails, a lesser one is named', () => {
  assert.deepEqual(verdict('NuGet', ofNuGet(nuGet('High'))), {
    fails: true, lines: ['NuGet: Some.Package 1.0.0 has a vulnerability of severity high. https://advisory'] });
  assert.equal(verdict('NuGet', ofNuGet(nuGet('Moderate'))).fails, false);
  assert.equal(verdict('npm', ofNpm({ vulnerabilities: { a: { name: 'a', severity: 'critical', via: ['b', { url: 'u' }] } } })).fails, true);
});

test('a report without any says so', () => {
  assert.deepEqual(verdict('npm', ofNpm({ vulnerabilities: {} })), { fails: false, lines: ['npm: no known vulnerability.'] });
});

test('a registry that serves no data neither fails nor counts as sound', () => {
  const said = verdict('npm', ofNpm({ message: '405 Method Not Allowed' }));
  assert.equal(said.fails, false);
  assert.match(said.lines[0], /not checked/);
  assert.equal(servesVulnerabilities({ resources: [{ '@type': 'PackageBaseAddress/3.0.0' }] }), false);
  assert.equal(servesVulnerabilities({ resources: [{ '@type': 'VulnerabilityInfo/6.7.0' }] }), true);
});
