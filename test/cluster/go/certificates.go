package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// A certificate that is wanted: it becomes NAME.crt and NAME.key in the folder, signed by the folder's ca.crt.
type wanted struct {
	Name         string   `json:"name"`
	CommonName   string   `json:"commonName"`
	Organization []string `json:"organization"`
	Hosts        []string `json:"hosts"` // addresses and names that a server answers to
}

const lifetime = 30 * 24 * time.Hour

// certificates reads what is wanted from the standard input; the folder's authority is made when it is missing.
func certificates(folder string) error {
	var all []wanted
	if err := json.NewDecoder(os.Stdin).Decode(&all); err != nil {
		return err
	}
	authority, authorityKey, err := readAuthority(folder)
	if os.IsNotExist(err) {
		if err = issue(folder, wanted{Name: "ca", CommonName: "anew-cluster"}, nil, nil); err == nil {
			authority, authorityKey, err = readAuthority(folder)
		}
	}
	if err != nil {
		return err
	}
	for _, one := range all {
		if err := issue(folder, one, authority, authorityKey); err != nil {
			return err
		}
	}
	return nil
}

func issue(folder string, one wanted, authority *x509.Certificate, authorityKey *ecdsa.PrivateKey) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return err
	}
	template := &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: one.CommonName, Organization: one.Organization},
		NotBefore:    time.Now().Add(-time.Hour), // clocks differ
		NotAfter:     time.Now().Add(lifetime),
		KeyUsage:     x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth},
	}
	for _, host := range one.Hosts {
		if ip := net.ParseIP(host); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, host)
		}
	}
	if authority == nil {
		template.IsCA, template.BasicConstraintsValid = true, true
		template.KeyUsage |= x509.KeyUsageCertSign
		authority, authorityKey = template, key
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, authority, &key.PublicKey, authorityKey)
	if err != nil {
		return err
	}
	secret, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	file := filepath.Join(folder, one.Name)
	if err := writePem(file+".key", "EC PRIVATE KEY", secret); err != nil {
		return err
	}
	return writePem(file+".crt", "CERTIFICATE", certificate)
}

func readAuthority(folder string) (*x509.Certificate, *ecdsa.PrivateKey, error) {
	certificate, err := readPem(filepath.Join(folder, "ca.crt"))
	if err != nil {
		return nil, nil, err
	}
	secret, err := readPem(filepath.Join(folder, "ca.key"))
	if err != nil {
		return nil, nil, err
	}
	authority, err := x509.ParseCertificate(certificate)
	if err != nil {
		return nil, nil, err
	}
	key, err := x509.ParseECPrivateKey(secret)
	return authority, key, err
}

func readPem(file string) ([]byte, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("%s holds no PEM block", file)
	}
	return block.Bytes, nil
}

func writePem(file, kind string, bytes []byte) error {
	return os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes}), 0o600)
}
